import { CATALOGUE, controlById } from 'tempered';
import { controlPage } from '../../lib/documentation/control-page';

const versionsOn = (page: string): readonly string[] => [...page.matchAll(/^\| (v1\.\d+) \|/gm)].map(([, version = '']) => version);

describe('the page of a control', () => {
  test('tells what each version of Kubernetes asks where that changes', () => {
    // The standard asks it from 1.8 on, and leaves out Windows from 1.25 on.
    expect(versionsOn(controlPage(controlById('allow-privilege-escalation')))).toEqual(['v1.0', 'v1.8', 'v1.25']);
  });

  test('tells no versions where all ask the same in words', () => {
    expect(versionsOn(controlPage(controlById('deprecated-api')))).toEqual([]);
  });

  test.each(CATALOGUE.map((each) => [each.id, each] as const))('names where %s comes from', (_, control) => {
    const [, section = ''] = controlPage(control).split('## Where it comes from\n\n');
    expect(section).toMatch(/^- (Pod Security|CIS|NSA|<https:)/);
  });
});
