package io.flinkarrow.benchmark.reading;

import java.util.Arrays;
import java.util.Locale;

/** The questions by name, in the order of docs/benchmarks.md. */
enum ReadingQuestion {
  ROWS(new RowTiming()),
  BATCHES(new ScanTiming()),
  VECTORS(new VectorTiming()),
  PRUNING(new PruningTiming()),
  LOOP(new LoopTiming()),
  COMPACTION(new CompactionTiming()),
  HEAP(new HeapSearch());

  private final Question question;

  ReadingQuestion(Question question) {
    this.question = question;
  }

  Question question() {
    return question;
  }

  /** In small letters with hyphens. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException if there is none of this name
   */
  static ReadingQuestion of(String label) {
    return Arrays.stream(values())
        .filter(question -> question.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no question '%s' but only %s"
                        .formatted(
                            label, Arrays.stream(values()).map(ReadingQuestion::label).toList())));
  }
}
