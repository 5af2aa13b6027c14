import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export interface Column<T> {
  name: string;
  /** Numbers stand at the right, so that they can be compared. */
  numeric?: boolean;
  of: (row: T) => ReactNode;
}

interface Props<T> {
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
}

// Who has no pointer moves it by the arrows, so it can be come to.
const MOVED = { role: 'region', tabIndex: 0 } as const;

/** Rows of one kind; on a narrow screen it is the table that moves sideways, and not the page. */
export function DataTable<T>({ label, rows, columns, keyOf }: Props<T>) {
  const side = (column: Column<T>) => (column.numeric === true ? 'right' : 'left');
  return (
    <div className="scroll-x" aria-label={label} {...MOVED}>
      <Table aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column.name} scope="col" ta={side(column)}>
                {column.name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)} data-row={keyOf(row)}>
              {columns.map((column) => (
                <Table.Td key={column.name} ta={side(column)}>
                  {column.of(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
