package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.ForkedJvm;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an open file holds is little, and it says how much: thousands fit into a small heap. */
class ManyOpenFilesFitASmallHeapTest {

  private static final Pattern FIGURES = Pattern.compile("(\\d+) bytes per column, (\\d+) told");

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");

  @Test
  void withARowGroupWrittenAndRowsInTheNext() throws Exception {
    ForkedJvm.Result result =
        ForkedJvm.run(
            List.of(
                EXTENDED ? "-Xmx512m" : "-Xmx88m",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.nio=ALL-UNNAMED"),
            ManyOpenFiles.class,
            EXTENDED ? "5000" : "500",
            "100");
    assertThat(result.exitCode()).as(result.output()).isZero();
    Matcher figures = FIGURES.matcher(result.output());
    assertThat(figures.find()).as(result.output()).isTrue();
    assertThatTheyAgree(figures, 200);
    assertThat(figures.find()).as(result.output()).isTrue();
    assertThatTheyAgree(figures, 960);
  }

  private static void assertThatTheyAgree(Matcher figures, int most) {
    long measured = Long.parseLong(figures.group(1));
    long told = Long.parseLong(figures.group(2));
    assertThat(measured).isLessThan(most);
    assertThat((double) told / measured).isBetween(0.9, 1.15);
  }
}
