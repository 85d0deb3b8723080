/**
 * A policy pack that can be run: `pulumi up --policy-pack FOLDER`, where the folder has a PulumiPolicy.yaml (`runtime: nodejs`) and a
 * package.json with a version, and `main` is a file that imports this one.
 *
 * Importing it starts the analyzer. The policies as data are in `tempered/docker`.
 */
import { PolicyPack } from '@pulumi/policy';
import { policies } from '../policies/policies';

new PolicyPack('tempered-docker', { policies: [...policies] });
