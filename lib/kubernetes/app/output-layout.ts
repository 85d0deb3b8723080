import * as path from 'node:path';
import { type ApiObject, type Chart, Names, YamlOutputType } from 'cdk8s';
import type { OutputFiles } from './output-files';
import { yamlText } from './yaml-text';

/** What is rendered, and where it goes. */
export interface OutputLayout {
  /** How manifests are divided into files. */
  readonly type: YamlOutputType;
  /** The directory of all output. */
  readonly outdir: string;
  /** Appended to each name of a file, with its leading dot. */
  readonly extension: string;
  /** The charts in the order of the output. */
  readonly charts: readonly Chart[];
  /** Whether the names of charts' files tell the order in which to apply them: `0000-name`. */
  readonly numbered: boolean;
  /** Renders a chart: its manifests, each after what it depends on. */
  readonly renderChart: (chart: Chart) => readonly unknown[];
  /** The objects of a chart, for the layout in which cdk8s does not ask the chart to render itself. */
  readonly objectsOf: (chart: Chart) => readonly ApiObject[];
  /** Renders one object. */
  readonly renderObject: (object: ApiObject) => unknown;
}

/** Renders everything into memory, in files named as cdk8s names them. A name that comes twice holds what came last. */
export function renderFiles(layout: OutputLayout): OutputFiles {
  const texts = new Map<string, string>();
  const directories = [layout.outdir];
  const add = (directory: string, name: string, manifests: readonly unknown[]) =>
    texts.set(path.join(directory, name + layout.extension), toYaml(manifests));

  switch (layout.type) {
    case YamlOutputType.FILE_PER_APP:
      if (layout.charts.length > 0) add(layout.outdir, 'app', layout.charts.flatMap(layout.renderChart));
      break;

    case YamlOutputType.FILE_PER_CHART:
      layout.charts.forEach((chart, index) => {
        add(layout.outdir, chartName(layout, chart, index), layout.renderChart(chart));
      });
      break;

    case YamlOutputType.FILE_PER_RESOURCE:
      for (const manifest of layout.charts.flatMap(layout.renderChart)) {
        if (manifest !== undefined) add(layout.outdir, manifestName(manifest), [manifest]);
      }
      break;

    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      layout.charts.forEach((chart, index) => {
        const directory = path.join(layout.outdir, chartName(layout, chart, index));
        directories.push(directory);
        for (const object of layout.objectsOf(chart)) add(directory, objectName(object), [layout.renderObject(object)]);
      });
      break;
  }
  return { directories, texts };
}

/** Manifests as one YAML stream; the text of `Yaml.stringify`, which takes no more of them than the stack holds arguments. */
export function toYaml(manifests: readonly unknown[]): string {
  return manifests.map(yamlText).join('---\n');
}

function chartName(layout: OutputLayout, chart: Chart, index: number): string {
  const name = Names.toDnsLabel(chart);
  return layout.numbered ? `${index.toString().padStart(4, '0')}-${name}` : name;
}

function manifestName(manifest: unknown): string {
  // A chart may render whatever it likes. What has no kind or name fails here, as it does in cdk8s.
  const { kind, metadata } = manifest as { readonly kind: unknown; readonly metadata: { readonly name: unknown } };
  return fileName(kind, metadata.name);
}

/** By the construct, not by what it renders to: a JSON patch of the name does not show here, as it does not in cdk8s. */
function objectName(object: ApiObject): string {
  return fileName(object.kind, object.metadata.name);
}

function fileName(kind: unknown, name: unknown): string {
  return `${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
