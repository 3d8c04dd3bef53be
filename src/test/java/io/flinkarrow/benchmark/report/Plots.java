package io.flinkarrow.benchmark.report;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.comparison.Experiment;
import io.flinkarrow.benchmark.comparison.Results;
import io.flinkarrow.benchmark.comparison.Spread;
import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.benchmark.contestant.WriteResult;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler;

/** Bar charts, data sets side by side and a bar for each contestant, as SVG files. */
final class Plots {

  private static final double MEBIBYTE = 1 << 20;

  private final Results results;
  private final Path folder;

  Plots(Results results, Path folder) {
    this.results = results;
    this.folder = folder;
  }

  /** Draws all that there are figures for; returns the names of the files. */
  List<String> draw() throws IOException {
    // Without a screen, as on most machines that measure.
    System.setProperty("java.awt.headless", "true");
    Files.createDirectories(folder);
    List<String> files = new ArrayList<>();
    for (CompressionCodec codec : Targets.CODECS) {
      String codecName = codec.name().toLowerCase(Locale.ROOT);
      chart(
              "CPU time relative to ours (1.0), " + codec,
              "times ours",
              Contestant.Role.RIVAL,
              (dataSet, rival) ->
                  ratio(dataSet, codec, rival, WriteResult::cpuNanos).map(Spread::median))
          .ifPresent(chart -> files.add(save(chart, "cpu-" + codecName)));
      chart(
              "File size relative to flink-parquet's (1.0), " + codec,
              "times flink-parquet's",
              null,
              (dataSet, contestant) -> sizeToFlink(dataSet, codec, contestant))
          .ifPresent(chart -> files.add(save(chart, "size-" + codecName)));
      chart(
              "Resident memory added by the first file, " + codec,
              "MiB",
              null,
              (dataSet, contestant) ->
                  results
                      .median(
                          Experiment.MEMORY,
                          dataSet.name(),
                          codec,
                          contestant,
                          WriteResult::addedResidentBytes)
                      .map(bytes -> bytes / MEBIBYTE))
          .ifPresent(chart -> files.add(save(chart, "memory-" + codecName)));
    }
    return files;
  }

  private Optional<Double> sizeToFlink(
      DataSet dataSet, CompressionCodec codec, Contestant contestant) {
    if (contestant.role() == Contestant.Role.FLOOR
        || contestant.batchRows() != Contestant.BATCH_ROWS) {
      return Optional.empty();
    }
    Optional<Spread> flink =
        ratio(dataSet, codec, Contestant.FLINK_PARQUET, WriteResult::fileBytes);
    return ratio(dataSet, codec, contestant, WriteResult::fileBytes)
        .flatMap(own -> flink.map(other -> own.median() / other.median()));
  }

  private Optional<Spread> ratio(
      DataSet dataSet,
      CompressionCodec codec,
      Contestant contestant,
      ToLongFunction<WriteResult> figure) {
    return results.ratio(Experiment.WRITERS, dataSet.name(), codec, contestant, figure);
  }

  /** A chart of the contestants of a role, or of all. */
  private static Optional<CategoryChart> chart(
      String title,
      String unit,
      Contestant.Role role,
      BiFunction<DataSet, Contestant, Optional<Double>> value) {
    CategoryChart chart =
        new CategoryChartBuilder().width(900).height(420).title(title).yAxisTitle(unit).build();
    Styler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    chart.getStyler().setAvailableSpaceFill(0.8);
    chart.getStyler().setPlotBorderVisible(false);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    // Solid and thin: each dash would be a shape of its own.
    chart.getStyler().setPlotGridLinesStroke(new BasicStroke(0.5f));
    chart.getStyler().setAxisTickMarksStroke(new BasicStroke(0.5f));
    chart.getStyler().setDecimalPattern("0.##");
    List<Contestant> contestants =
        Arrays.stream(Contestant.values())
            .filter(contestant -> role == null || contestant.role() == role)
            .toList();
    List<DataSet> shown =
        Arrays.stream(DataSet.values())
            .filter(
                dataSet ->
                    contestants.stream()
                        .anyMatch(contestant -> value.apply(dataSet, contestant).isPresent()))
            .toList();
    List<String> names = shown.stream().map(DataSet::label).toList();
    for (Contestant contestant : contestants) {
      List<Double> values = new ArrayList<>();
      shown.forEach(dataSet -> values.add(value.apply(dataSet, contestant).orElse(null)));
      if (values.stream().anyMatch(Objects::nonNull)) {
        chart.addSeries(contestant.label(), names, values);
      }
    }
    return chart.getSeriesMap().isEmpty() ? Optional.empty() : Optional.of(chart);
  }

  private String save(CategoryChart chart, String name) {
    try {
      VectorGraphicsEncoder.saveVectorGraphic(
          chart, folder.resolve(name).toString(), VectorGraphicsFormat.SVG);
      Path file = folder.resolve(name + ".svg");
      Files.writeString(file, compact(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the plot " + name, e);
    }
    return name + ".svg";
  }

  /** Coordinates with one decimal, and no ids by chance: a plot changes only with its figures. */
  private static String compact(String svg) {
    return svg.replaceAll("(\\d\\.\\d)\\d+", "$1").replaceAll("clip\\d+", "clip");
  }
}
