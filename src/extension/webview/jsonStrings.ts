/** The texts of the page about JSON: paths, folding and tables. For `strings.ts`. */
export const jsonStrings = {
  table: 'Table',
  valueAtCaret: 'Value at the caret',
  copyPath: 'Copy Path',
  copyValue: 'Copy Value',
  foldLevel: 'Fold One Level',
  unfoldLevel: 'Unfold One Level',
  responseTable: 'Response body as a table',
  notTable: 'This JSON has no list of objects, so it is no table.',
  filterRows: 'Filter rows',
  copyCsv: 'Copy as CSV',
  copyTsv: 'Copy as TSV',
  tableRows: '{0} rows',
  tableRowsOf: '{0} of {1} rows',
  tableCut: 'first {0} of {1} columns',
  sortBy: 'Sort by {0}',
} as const;
