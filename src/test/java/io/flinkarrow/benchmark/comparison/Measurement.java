package io.flinkarrow.benchmark.comparison;

import io.flinkarrow.benchmark.contestant.Contestant;
import io.flinkarrow.benchmark.contestant.WriteResult;
import io.flinkarrow.parquet.options.CompressionCodec;

/**
 * One file written.
 *
 * @param run when the run began; only figures of one run are compared
 * @param input the data set's name, or the number of columns
 * @param round within the run; figures of one round make a pair
 */
public record Measurement(
    String run,
    Experiment experiment,
    String input,
    CompressionCodec codec,
    Contestant contestant,
    int round,
    WriteResult result) {

  /** What is measured, whoever writes. */
  record Cell(Experiment experiment, String input, CompressionCodec codec) {}

  static final String HEADER =
      "run,experiment,input,codec,contestant,round,cpu nanos,wall nanos,allocated bytes,added resident bytes,retained bytes,file bytes";

  Cell cell() {
    return new Cell(experiment, input, codec);
  }

  String encoded() {
    return String.join(
        ",",
        run,
        experiment.name(),
        input,
        codec.name(),
        contestant.name(),
        Integer.toString(round),
        result.encoded().replace(' ', ','));
  }

  static Measurement decoded(String line) {
    String[] parts = line.split(",", 7);
    return new Measurement(
        parts[0],
        Experiment.valueOf(parts[1]),
        parts[2],
        CompressionCodec.valueOf(parts[3]),
        Contestant.valueOf(parts[4]),
        Integer.parseInt(parts[5]),
        WriteResult.decoded(parts[6].replace(',', ' ')));
  }
}
