import { AreaChart, LineChart, type AreaChartSeries } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { Table } from '@mantine/core';

interface Props {
  data: Record<string, unknown>[];
  /** The name that the horizontal axis has in the data. */
  by: string;
  series: AreaChartSeries[];
  area?: boolean;
  text: (value: number) => string;
  label: string;
  /** Told which of the data was clicked. */
  onPoint?: (index: number) => void;
}

/** A line over days or seconds; its numbers are in the table below it too, for whoever does not see it or wants one of them. */
export default function Chart({ data, by, series, area = false, text, label, onPoint }: Props) {
  const common = { h: 260, data, dataKey: by, series, withDots: data.length < 2, valueFormatter: text, curveType: 'linear', gridAxis: 'y', withLegend: series.length > 1 } as const;
  const clicked = {
    onClick: ({ activeTooltipIndex }: { activeTooltipIndex?: number | string | null | undefined }) => {
      if (activeTooltipIndex !== undefined && activeTooltipIndex !== null) {
        onPoint?.(Number(activeTooltipIndex));
      }
    },
  };
  return (
    <>
      <div role="img" aria-label={label}>
        {area ? <AreaChart {...common} areaChartProps={clicked} /> : <LineChart {...common} lineChartProps={clicked} />}
      </div>
      <ChartTable data={data} by={by} series={series} text={text} label={label} />
    </>
  );
}

function ChartTable({ data, by, series, text, label }: Pick<Props, 'data' | 'by' | 'series' | 'text' | 'label'>) {
  return (
    <details>
      <summary className="meta">As a table</summary>
      <div className="scroll-x">
        <Table aria-label={label}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{by}</Table.Th>
              {series.map((one) => (
                <Table.Th key={one.name} scope="col" ta="right">
                  {one.label ?? one.name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map((row, index) => (
              <Table.Tr key={index}>
                <Table.Th scope="row">{String(row[by])}</Table.Th>
                {series.map(({ name }) => (
                  <Table.Td key={name} ta="right">
                    {typeof row[name] === 'number' ? text(row[name]) : '–'}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </details>
  );
}
