package io.flinkarrow.benchmark.reading;

import io.flinkarrow.benchmark.TimingReport;
import io.flinkarrow.benchmark.comparison.OneCore;
import io.flinkarrow.testing.ForkedJvm;
import io.flinkarrow.testing.RivalClassPath;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The benchmarks of reading: each question is a table. Every subject of a question has a JVM of its
 * own on one core, in which this project and the rival take turns. docs/benchmarks.md tells how to
 * start it.
 */
public final class ReadingTiming {

  private static final String ALL = "all";
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx3g",
          "-Xms3g",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED");

  private ReadingTiming() {}

  /** The rounds, and the questions with commas between them, or "all". */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2) {
      throw new IllegalArgumentException(
          "Rounds and questions are expected, such as '11 rows', but %d arguments came"
              .formatted(arguments.length));
    }
    Effort effort = new Effort(1, Integer.parseInt(arguments[0]));
    for (ReadingQuestion question : questions(arguments[1])) {
      StringBuilder table = new StringBuilder(question.question().head());
      for (String subject : question.question().subjects()) {
        table.append(rows(question, subject, effort));
      }
      TimingReport.publish(question.label(), table + "\n");
    }
  }

  private static List<ReadingQuestion> questions(String names) {
    return names.equals(ALL)
        ? List.of(ReadingQuestion.values())
        : Arrays.stream(names.split(",")).map(ReadingQuestion::of).toList();
  }

  /** Asks a process of its own. */
  static String rows(ReadingQuestion question, String subject, Effort effort)
      throws IOException, InterruptedException {
    ForkedJvm.Result result =
        ForkedJvm.run(
            OneCore.launcher(),
            JVM_OPTIONS,
            RivalClassPath.with(question.question().replacedJars()),
            OneSubject.class.getName(),
            question.name(),
            subject,
            String.valueOf(effort.scale()),
            String.valueOf(effort.rounds()));
    if (result.exitCode() != 0) {
      throw new IllegalStateException(
          "The process for %s of %s failed:%n%s".formatted(question, subject, result.output()));
    }
    StringBuilder rows = new StringBuilder();
    result
        .output()
        .lines()
        .filter(line -> line.startsWith("| "))
        .forEach(line -> rows.append(line).append('\n'));
    return rows.toString();
  }

  /** The forked process: prints rows of the table. */
  static final class OneSubject {
    private OneSubject() {}

    public static void main(String[] arguments) throws Exception {
      Question question = ReadingQuestion.valueOf(arguments[0]).question();
      Effort effort = new Effort(Double.parseDouble(arguments[2]), Integer.parseInt(arguments[3]));
      System.out.print(question.rows(arguments[1], effort));
      System.out.flush();
      // Native libraries may have left threads behind.
      Runtime.getRuntime().halt(0);
    }
  }
}
