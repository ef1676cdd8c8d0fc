// Makes typelib.json: names, directions and argument counts of the COM members that the double has, from the
// declarations of the type libraries. In an empty folder:
//
//     npm install typescript@5 @types/activex-excel @types/activex-office @types/activex-outlook
//     node …/extract_typelib.mjs > …/typelib.json
//
// A property is "r" (read only) or "w" (written too); what takes arguments is "least-most Name Name …", where
// overloads are taken together; "()" is the default member.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(`${process.cwd()}/`);
const ts = require('typescript');

const WANTED = {
  Excel: [
    'Application', 'Areas', 'AutoCorrect', 'AutoFilter', 'Chart', 'Filter', 'Filters', 'ListColumn', 'ListColumns', 'ListObject',
    'ListObjects', 'ListRow', 'ListRows', 'Name', 'Names', 'PageSetup', 'ProtectedViewWindow', 'Range', 'Sheets',
    'Window', 'Windows', 'Workbook', 'Workbooks', 'Worksheet',
  ],
  Office: ['FileDialog', 'FileDialogFilters', 'FileDialogSelectedItems'],
  Outlook: ['Application', 'Attachments', 'MailItem', 'Recipient', 'Recipients'],
};

const required = (parameter) => !parameter.questionToken && !parameter.dotDotDotToken
  && parameter.type?.getText() !== 'undefined';

function called(entry, node) {
  const names = node.parameters.map((parameter) => parameter.name.getText());
  entry.least = Math.min(entry.least ?? Infinity, node.parameters.filter(required).length);
  entry.most = Math.max(entry.most ?? 0, names.length);
  entry.names = [...new Set([...(entry.names ?? []), ...names])];
}

function take(members, into) {
  const calls = {};
  for (const member of members) {
    if (ts.isCallSignatureDeclaration(member)) called(calls['()'] ??= {}, member);
    else if (ts.isMethodDeclaration(member) || ts.isMethodSignature(member)) called(calls[member.name.getText()] ??= {}, member);
    else if (ts.isPropertyDeclaration(member) || ts.isPropertySignature(member)) {
      const readOnly = (member.modifiers ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ReadonlyKeyword);
      if (!member.name.getText().startsWith("'")) into[member.name.getText()] = readOnly ? 'r' : 'w';
    }
  }
  for (const [name, entry] of Object.entries(calls)) into[name] = [`${entry.least}-${entry.most}`, ...entry.names].join(' ');
}

const found = {};
for (const [library, classes] of Object.entries(WANTED)) {
  const path = `node_modules/@types/activex-${library.toLowerCase()}/index.d.ts`;
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const walk = (node) => {
    if ((ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) && classes.includes(node.name?.text)) {
      take(node.members, found[`${library}.${node.name.text}`] ??= {});
    } else ts.forEachChild(node, walk);
  };
  walk(source);
}
const lines = Object.keys(found).sort().map((name) => `${JSON.stringify(name)}: ${JSON.stringify(found[name])}`);
process.stdout.write(`{\n${lines.join(',\n')}\n}\n`);
