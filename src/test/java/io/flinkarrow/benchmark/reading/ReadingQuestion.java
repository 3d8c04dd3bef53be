package io.flinkarrow.benchmark.reading;

import java.util.Locale;

/** The questions by name, in the order of docs/benchmarks.md. */
enum ReadingQuestion {
  ROWS(new RowTiming()),
  BATCHES(new ScanTiming());

  private final Question question;

  ReadingQuestion(Question question) {
    this.question = question;
  }

  Question question() {
    return question;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
