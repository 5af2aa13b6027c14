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
  /** Told which of the data was clicked. */
  onPoint?: (index: number) => void;
}

/** A line over days or seconds; its numbers are in the table below it too, for whoever does not see it. */
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
    <div role="img" aria-label={label}>
      {area ? <AreaChart {...common} areaChartProps={clicked} /> : <LineChart {...common} lineChartProps={clicked} />}
    </div>
  );
}
