import type { Dockerfile, DockerfileInstruction, DockerfileStage } from '../../docker/dockerfile';
import type { Json, Path } from '../../requirement';
import { argumentsOf } from './arguments';
import { pairsOf } from './pairs';
import { expand, type Values } from './variables';

/** The object of a source, as what it is: only `readDockerfile` makes them. */
export function dockerfileOf(object: Json): Dockerfile {
  return object as unknown as Dockerfile;
}

/** Arguments that BuildKit knows without being told, with values that depend on who builds. */
export const PREDEFINED: readonly string[] =
  'TARGETPLATFORM TARGETOS TARGETARCH TARGETVARIANT BUILDPLATFORM BUILDOS BUILDARCH BUILDVARIANT TARGETSTAGE'.split(' ');

/** The values of the arguments before the first `FROM`: what `FROM` lines may name. */
export function globalValues({ args, escape: escapeChar }: Dockerfile): Values {
  const values = new Map<string, string | undefined>(PREDEFINED.map((name) => [name, undefined]));
  for (const instruction of args) addPairs(values, instruction, escapeChar, values);
  return values;
}

/** The image that a stage is from, its variables replaced; undefined where they are not known, or where it is a stage. */
export function baseImage(stage: DockerfileStage, global: Values): string | undefined {
  return stage.from.stage === undefined ? expand(stage.from.image, global) : undefined;
}

/** The stage and those that it continues, itself first. */
export function lineage(dockerfile: Dockerfile, index: number): readonly number[] {
  const line: number[] = [];
  // A stage can continue earlier ones only, so this ends.
  for (let at: number | undefined = index; at !== undefined; at = earlier(at, dockerfile.stages[at]?.from.stage)) line.push(at);
  return line;
}

function earlier(than: number, stage: number | undefined): number | undefined {
  return stage !== undefined && stage < than ? stage : undefined;
}

/** The final stage: the image that is built where no target is named. */
export function finalIndex(dockerfile: Dockerfile): number {
  return dockerfile.stages.length - 1;
}

/** An instruction with its place. */
export interface PlacedInstruction {
  readonly instruction: DockerfileInstruction;
  /** Of the stage; -1 before the first one. */
  readonly stage: number;
  readonly path: Path;
}

/** Every instruction of a stage. */
export function instructionsOf(dockerfile: Dockerfile, stage: number): readonly PlacedInstruction[] {
  return (dockerfile.stages[stage]?.instructions ?? []).map((instruction, index) => ({
    instruction,
    stage,
    path: ['stages', stage, 'instructions', index],
  }));
}

/** Every instruction of the file. */
export function allInstructions(dockerfile: Dockerfile): readonly PlacedInstruction[] {
  const before = dockerfile.args.map((instruction, index) => ({ instruction, stage: -1, path: ['args', index] }));
  return [...before, ...dockerfile.stages.flatMap((_, stage) => instructionsOf(dockerfile, stage))];
}

/** The last instruction of that keyword that counts for the image of the stage: its own, else that of the stage it continues. */
export function lastOf(dockerfile: Dockerfile, stage: number, keyword: string): PlacedInstruction | undefined {
  for (const index of lineage(dockerfile, stage)) {
    const found = instructionsOf(dockerfile, index).findLast(
      ({ instruction }) => instruction.keyword === keyword && instruction.onbuild !== true,
    );
    if (found) return found;
  }
  return undefined;
}

/** Calls with every instruction of every stage, and the values that variables have there. */
export function walkStages(dockerfile: Dockerfile, visit: (placed: PlacedInstruction, values: Values) => void): void {
  const global = globalValues(dockerfile);
  const environments: Values[] = [];
  for (const [index, { from }] of dockerfile.stages.entries()) {
    // The environment goes from image to image, arguments end with their stage.
    const inherited = (from.stage !== undefined && environments[from.stage]) || new Map();
    const environment = new Map<string, string | undefined>();
    const args = new Map<string, string | undefined>();
    const passedOn: Values = environmentOver(environment, inherited);
    const values: Values = { get: (name) => passedOn.get(name) ?? (environment.has(name) ? undefined : args.get(name)) };
    for (const placed of instructionsOf(dockerfile, index)) {
      visit(placed, values);
      const { instruction } = placed;
      if (instruction.onbuild === true) continue;
      if (instruction.keyword === 'ENV') addPairs(environment, instruction, dockerfile.escape, values);
      if (instruction.keyword === 'ARG') addPairs(args, instruction, dockerfile.escape, values, global);
    }
    environments.push(environment.size === 0 ? inherited : passedOn);
  }
}

function environmentOver(own: ReadonlyMap<string, string | undefined>, inherited: Values): Values {
  return { get: (name) => (own.has(name) ? own.get(name) : inherited.get(name)) };
}

function valuesAt(dockerfile: Dockerfile, { stage, path }: PlacedInstruction): Values {
  let found: Values = new Map();
  const at = Number(path[3]);
  walkStages(dockerfile, (placed, values) => {
    if (placed.stage === stage && placed.path[3] === at) found = snapshot(placed, values);
  });
  return found;
}

/** The values that variables have where commands run, by the instruction. */
export function valuesOfRuns(dockerfile: Dockerfile): ReadonlyMap<DockerfileInstruction, Values> {
  const found = new Map<DockerfileInstruction, Values>();
  walkStages(dockerfile, (placed, values) => {
    if (placed.instruction.keyword === 'RUN') found.set(placed.instruction, snapshot(placed, values));
  });
  return found;
}

/** The values as they are now: those that the text of the instruction names. */
function snapshot({ instruction }: PlacedInstruction, values: Values): Values {
  const names = instruction.text.match(/[A-Za-z_]\w*/g) ?? [];
  return new Map(names.map((name) => [name, values.get(name)]));
}

/** The pairs of one instruction do not see each other's values. */
function addPairs(
  target: Map<string, string | undefined>,
  instruction: DockerfileInstruction,
  escapeChar: string,
  values: Values,
  global?: Values,
) {
  const pairs = pairsOf(instruction.keyword, argumentsOf(instruction).body, escapeChar);
  const expanded = pairs.map(({ name, value }) => [name, value === undefined ? global?.get(name) : expand(value, values)] as const);
  for (const [name, value] of expanded) target.set(name, value);
}

/** Where the user of an image is said. */
export interface StageUser {
  /** Its variables replaced; undefined where they are not known. */
  readonly value: string | undefined;
  readonly path: Path;
  /** As written. */
  readonly text: string;
}

/** The user of the image of a stage; undefined where no `USER` says it, so that it is the base's. */
export function userOf(dockerfile: Dockerfile, stage: number): StageUser | undefined {
  const found = lastOf(dockerfile, stage, 'USER');
  if (found === undefined) return undefined;
  const text = argumentsOf(found.instruction).body;
  return { value: expand(text, valuesAt(dockerfile, found))?.replace(/^(["'])(.*)\1$/, '$2'), path: [...found.path, 'text'], text };
}

/** The image that the lineage of a stage begins with; undefined where a variable hides it. */
export function rootImage(dockerfile: Dockerfile, stage: number): string | undefined {
  const root = dockerfile.stages[lineage(dockerfile, stage).at(-1) ?? 0];
  return root === undefined ? undefined : baseImage(root, globalValues(dockerfile));
}
