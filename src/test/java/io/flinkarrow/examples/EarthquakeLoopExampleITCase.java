package io.flinkarrow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.testing.ForkedJvm;
import io.flinkarrow.testing.ForkedJvm.Result;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The loop of the README: one run, and what is made of it. */
class EarthquakeLoopExampleITCase {

  private static final Path DATA = Path.of("examples/data");
  private static final Locale USERS_LOCALE = Locale.getDefault();

  @TempDir private static Path out;

  private static String report;
  private static boolean same;

  @BeforeAll
  static void run() throws Exception {
    Locale.setDefault(Locale.ENGLISH);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    same = EarthquakeLoop.execute(DATA, out, printer(printed));
    report = printed.toString(StandardCharsets.UTF_8);
  }

  @AfterAll
  static void restoreTheLocale() {
    Locale.setDefault(USERS_LOCALE);
  }

  @Test
  void everyEarthquakeInTheBoxIsWrittenOnceThoughTheJobFails() {
    assertThat(report)
        .containsPattern("The job failed, and went on from checkpoint \\d+\\.")
        .containsPattern("rows +1,013 +1,013 +same")
        .containsPattern("earthquakes +1,013 +1,013 +same")
        .containsPattern("are missing +0 +0 +same")
        .containsPattern("does not have +0 +0 +same")
        .containsPattern("geometries .*1,013 +1,013 +same")
        .containsPattern("distances .*1,013 +1,013 +same")
        .containsPattern("cells .*1,013 +1,013 +same")
        .contains(out.resolve("before-and-after.svg").toString())
        .doesNotContain("DIFFERENT", "FAILED");
    assertThat(same).isTrue();
  }

  @Test
  void thePictureHasEveryPointBeforeAndAfter() throws Exception {
    Document picture =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(out.resolve("before-and-after.svg").toFile());

    int mark = 1;
    assertThat(picture.getElementsByTagName("ellipse").getLength()).isEqualTo(1707 + 1013 + mark);
    assertThat(picture.getElementsByTagName("text").item(0).getTextContent())
        .isEqualTo("Before: 1,707 earthquakes of one week");
    assertThat(picture.getElementsByTagName("text").item(1).getTextContent())
        .isEqualTo("After: 1,013, by distance to San Francisco");
    assertThat(
            picture
                .getElementsByTagName("path")
                .item(0)
                .getAttributes()
                .getNamedItem("d")
                .getNodeValue()
                .split("M"))
        .hasSizeGreaterThan(177);
  }

  @Test
  void whatWasWrittenIsReadInTheSameWay() throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
    DataStream<RecordBatch> again =
        EarthquakeLoop.readParquetStream(
            environment, new org.apache.flink.core.fs.Path(out.resolve("earthquakes").toUri()));
    Schema schema = ((RecordBatchTypeInfo) again.getType()).schema().orElseThrow();

    assertThat(schema.findField("point").getMetadata())
        .containsEntry("ARROW:extension:name", "geoarrow.wkb");
    assertThat(schema.findField("cell").getType()).isEqualTo(ArrowType.Utf8.INSTANCE);
    assertThat(again.executeAndCollect(1_000).stream().mapToInt(RecordBatch::rowCount).sum())
        .isEqualTo(1_013);
  }

  @Test
  void theCheckFailsWhenAFileIsMissingOrThereTwice(@TempDir Path copies) throws Exception {
    List<Path> files = List.copyOf(written(out.resolve("earthquakes")).paths());
    for (int i = 0; i < files.size(); i++) {
      Files.copy(files.get(i), copies.resolve(i + ".parquet"));
    }
    Files.copy(files.get(0), copies.resolve("twice.parquet"));
    assertThat(check(copies))
        .containsPattern("does not have +0 +[1-9]\\d* +DIFFERENT")
        .containsPattern("are missing +0 +0 +same");
    Files.delete(copies.resolve("twice.parquet"));
    assertThat(check(copies)).doesNotContain("DIFFERENT");
    Files.delete(copies.resolve("0.parquet"));
    assertThat(check(copies))
        .containsPattern("does not have +0 +0 +same")
        .containsPattern("are missing +0 +[1-9]\\d* +DIFFERENT");
  }

  @Test
  void aDirectoryThatHoldsFilesIsRefused() throws Exception {
    Result result =
        ForkedJvm.run(
            List.of("--add-opens=java.base/java.nio=ALL-UNNAMED"),
            EarthquakeLoop.class,
            DATA.toString(),
            DATA.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.output()).contains("must be empty, but is not");
  }

  private static String check(Path directory) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    boolean right =
        LoopCheck.print(printer(printed), DATA.resolve("earthquakes.parquet"), written(directory));
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(text.contains("FAILED")).isEqualTo(!right);
    return text;
  }

  private static PartFiles written(Path directory) throws Exception {
    PartFiles files = new PartFiles(directory);
    files.refresh();
    return files;
  }

  private static PrintStream printer(ByteArrayOutputStream printed) {
    return new PrintStream(printed, true, StandardCharsets.UTF_8);
  }
}
