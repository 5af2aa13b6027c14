import { AreaChart, LineChart, type AreaChartSeries } from '@mantine/charts';
import '@mantine/charts/styles.css';

interface Props {
  data: Record<string, unknown>[];
  /** The name that the horizontal axis has in the data. */
  by: string;
  series: AreaChartSeries[];
  area?: boolean;
  text: (value: number) => string;
  label: string;
}

/** A line over days or seconds; its numbers are in the table below it too, for whoever does not see it. */
export default function Chart({ data, by, series, area = false, text, label }: Props) {
  const common = { h: 260, data, dataKey: by, series, withDots: data.length < 2, valueFormatter: text, curveType: 'linear', gridAxis: 'y', withLegend: series.length > 1 } as const;
  return (
    <div role="img" aria-label={label}>
      {area ? <AreaChart {...common} /> : <LineChart {...common} />}
    </div>
  );
}
