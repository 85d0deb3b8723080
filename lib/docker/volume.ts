import * as docker from '@pulumi/docker';

/**
 * A volume of an engine: the same as in @pulumi/docker, here so that one import is enough. What is dangerous about a volume is where it
 * is mounted, and that is judged with the container.
 */
export class Volume extends docker.Volume {}
