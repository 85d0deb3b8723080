import { CST, Lexer } from 'yaml';

/** Opens the text of a scalar, in which a `#` is no comment. */
const SCALAR = '\u001f';

/** The comments in a piece of YAML, without what stands around them. */
export function commentsIn(text: string): readonly string[] {
  if (!text.includes('#')) return [];
  const comments: string[] = [];
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!isScalar && CST.tokenType(lexeme) === 'comment') comments.push(lexeme.trimEnd());
    isScalar = lexeme === SCALAR;
  }
  return comments;
}
