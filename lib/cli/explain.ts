import type { Command } from 'commander';
import { createColors } from 'picocolors';
import { CATALOGUE, controlById } from '../controls/catalogue';
import { controlPage } from '../documentation/control-page';
import { wantsColor } from './color';
import type { Invocation } from './invocation';

const HELP = `
Examples:
  tempered explain run-as-non-root
  tempered explain drop-all-capabilities > drop-all-capabilities.md`;

export function defineExplain(command: Command, { stdout, env }: Invocation): void {
  command
    .description('Explains a control: the attack, what is asked, the repair, examples, CEL and where it comes from. In Markdown.')
    .argument('<control>', `id of a control: one of the ${CATALOGUE.length} that \`tempered controls\` lists`)
    .addHelpText('after', HELP)
    .action((id: string) => {
      const { bold } = createColors(wantsColor(stdout, env));
      const page = controlPage(controlById(id));
      stdout.write(page.replace(/^#+ .*$/gm, (heading) => bold(heading)));
    });
}
