package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.examples.Bucket;
import io.flinkarrow.examples.Bucket.Listed;
import io.flinkarrow.examples.BucketMirror;
import io.flinkarrow.examples.S3Server;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.sink.file.PartFileBucketWriter;
import io.flinkarrow.testing.LoggedWarnings;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.S3Gate;
import io.flinkarrow.testing.S3Gate.Operation;
import io.flinkarrow.testing.S3Gate.Request;
import io.flinkarrow.testing.S3Plugin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that checkpoints leave open as uploads to S3, in one writer: checkpoints and failures are
 * the test's. A part has 5 MiB, and what is less when a checkpoint comes becomes an object of its
 * own, the tail.
 */
class KeptFilesOnS3ITCase {

  /** About a megabyte, with nothing compressed. */
  private static final int ROWS = 50_000;

  @TempDir static Path serverDirectory;

  private static S3Server server;
  private static S3Gate gate;

  @TempDir Path directory;

  private String prefix;

  @BeforeAll
  static void startServer() throws Exception {
    server = S3Server.start(serverDirectory, S3Plugin.serverJar());
    gate = S3Gate.to(server.endpoint());
  }

  @AfterAll
  static void stopServer() {
    gate.close();
    server.close();
  }

  @BeforeEach
  void usePlugin(TestInfo test) throws Exception {
    prefix = test.getTestMethod().orElseThrow().getName() + "/";
    S3Server.use(gate.endpoint(), S3Plugin.HADOOP.jar());
  }

  private org.apache.flink.core.fs.Path inStore() {
    return new org.apache.flink.core.fs.Path("s3://" + S3Server.BUCKET + "/" + prefix);
  }

  private static ArrowParquetSink<RecordBatch> sink(org.apache.flink.core.fs.Path path) {
    return ArrowParquetSink.forBatches(path, NumberedBatches.SCHEMA)
        .keepFilesOpen(true)
        .rollAtAge(Duration.ofHours(1))
        .options(
            WriterOptions.builder()
                .codec(CompressionCodec.UNCOMPRESSED)
                .rowGroupRows(ROWS + ROWS / 2)
                .build())
        .build();
  }

  private SinkHarness<RecordBatch> harness(OperatorSubtaskState state) throws Exception {
    return new SinkHarness<>(sink(inStore()), state);
  }

  private static void write(SinkHarness<RecordBatch> harness, int... batches) throws Exception {
    for (int batch : batches) {
      harness.write(NumberedBatches.of((long) batch * ROWS, ROWS));
    }
  }

  private static OperatorSubtaskState completeCheckpoint(SinkHarness<RecordBatch> harness, long id)
      throws Exception {
    OperatorSubtaskState state = harness.checkpoint(id);
    harness.commit();
    return state;
  }

  private void finish(OperatorSubtaskState state, int... batches) throws Exception {
    try (SinkHarness<RecordBatch> harness = harness(state)) {
      write(harness, batches);
      harness.endInput();
      completeCheckpoint(harness, 100);
    }
  }

  /** Copies of what readers see. */
  private Path copies() throws IOException {
    Path copies = Files.createTempDirectory(directory, "copies");
    mirror(copies).refresh();
    return copies;
  }

  private BucketMirror mirror(Path copies) {
    return new BucketMirror(new Bucket(server.endpoint(), S3Server.BUCKET), prefix, copies);
  }

  private List<Listed> tails() throws IOException {
    return new Bucket(server.endpoint(), S3Server.BUCKET).list(prefix + "_");
  }

  private List<Request> requests() {
    return gate.requests().stream().filter(request -> request.key().startsWith(prefix)).toList();
  }

  /** The file that comes out on a local disk if nothing happens. */
  private byte[] undisturbed(int batches) throws Exception {
    Path local = Files.createTempDirectory(directory, "undisturbed");
    var path = new org.apache.flink.core.fs.Path(local.toUri());
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink(path))) {
      for (int batch = 0; batch < batches; batch++) {
        write(harness, batch);
      }
      harness.endInput();
      completeCheckpoint(harness, 1);
    }
    return Files.readAllBytes(PartFiles.visible(local).get(0));
  }

  private void assertHoldsOneFile(int batches) throws Exception {
    Path copies = assertHoldsFiles(1, batches);
    assertThat(Files.readAllBytes(PartFiles.visible(copies).get(0)))
        .isEqualTo(undisturbed(batches));
  }

  /** Returns the copies. */
  private Path assertHoldsFiles(int files, int batches) throws IOException {
    Path copies = copies();
    assertThat(PartFiles.visible(copies)).hasSize(files);
    PartFiles.assertHoldsExactly(copies, (long) batches * ROWS);
    return copies;
  }

  /** Of a failed attempt: more than a part. */
  private static void writeInVain(SinkHarness<RecordBatch> harness) throws Exception {
    write(harness, 70, 71, 72, 73, 74, 75, 76);
  }

  @Test
  void afterEachFailureAFileOfSeveralPartsGoesOnAsIfNothingHadHappened() throws Exception {
    OperatorSubtaskState state;
    try (SinkHarness<RecordBatch> harness = harness(null)) {
      write(harness, 0, 1, 2, 3, 4, 5, 6);
      state = completeCheckpoint(harness, 1);
      writeInVain(harness);
    }
    for (int failure = 0; failure < 2; failure++) {
      try (SinkHarness<RecordBatch> harness = harness(state)) {
        write(harness, 7 + failure);
        state = completeCheckpoint(harness, 2 + failure);
      }
    }
    assertThat(PartFiles.visible(copies())).isEmpty();
    finish(state, 9, 10, 11, 12);
    assertHoldsOneFile(13);
    assertThat(requests())
        .filteredOn(request -> request.operation() == Operation.UPLOAD_PART)
        .as("parts, and those of attempts that failed, which may come late")
        .hasSizeGreaterThan(3)
        .filteredOn(part -> part.bytes() <= 5 << 20)
        .as("parts that are small: the last one of the file")
        .hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void afterEachFailureAFileBelowAPartGoesOnAsIfNothingHadHappened() throws Exception {
    OperatorSubtaskState state = null;
    for (int batch = 0; batch < 3; batch++) {
      try (SinkHarness<RecordBatch> harness = harness(state)) {
        write(harness, batch);
        state = completeCheckpoint(harness, batch);
        write(harness, 70);
      }
    }
    finish(state);
    assertHoldsOneFile(3);
    assertThat(requests())
        .extracting(Request::operation)
        .as("one upload of one part")
        .containsOnlyOnce(Operation.BEGIN_UPLOAD, Operation.UPLOAD_PART, Operation.COMPLETE_UPLOAD);
  }

  @Test
  void eachCheckpointReplacesTheTailOfTheOneBefore() throws Exception {
    BucketMirror mirror = mirror(directory.resolve("seen"));
    try (SinkHarness<RecordBatch> harness = harness(null)) {
      for (int batch = 0; batch < 4; batch++) {
        write(harness, batch);
        completeCheckpoint(harness, batch);
        mirror.refresh(); // refuses objects that vanish
        assertThat(tails()).as("after checkpoint %d", batch).hasSize(batch == 0 ? 0 : 1);
      }
      harness.endInput();
      completeCheckpoint(harness, 100);
    }
    assertHoldsOneFile(4);
    assertThat(tails()).isEmpty();
  }

  @Test
  void aCheckpointThatIsNotTheLastIsRefusedOnceItsTailIsGone() throws Exception {
    OperatorSubtaskState older;
    OperatorSubtaskState last;
    try (SinkHarness<RecordBatch> harness = harness(null)) {
      write(harness, 0, 1);
      older = completeCheckpoint(harness, 1);
      write(harness, 2);
      last = completeCheckpoint(harness, 2);
    }
    assertThatThrownBy(() -> harness(older))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Going on with the part file " + inStore())
        .hasMessageContaining("The checkpoint has 100000 rows of the file")
        .hasMessageContaining("start the job from the last one");
    finish(last, 3);
    assertHoldsOneFile(4);
  }

  @Test
  void aCheckpointThatIsNotTheLastGoesOnWhileItsTailIsThere() throws Exception {
    OperatorSubtaskState older;
    try (SinkHarness<RecordBatch> harness = harness(null)) {
      write(harness, 0, 1);
      older = completeCheckpoint(harness, 1);
      writeInVain(harness);
      harness.checkpoint(2); // nobody hears that it is complete
    }
    finish(older, 2);
    assertHoldsOneFile(3);
  }

  @Test
  void ofAnOlderCheckpointTheObjectThatHasBecomeVisibleIsForgotten() throws Exception {
    OperatorSubtaskState older;
    try (SinkHarness<RecordBatch> harness = harness(null)) {
      write(harness, 0, 1);
      older = completeCheckpoint(harness, 1);
      write(harness, 2);
      harness.endInput();
      completeCheckpoint(harness, 2);
    }
    try (LoggedWarnings warnings = LoggedWarnings.of(PartFileBucketWriter.class)) {
      finish(older, 3);
      assertThat(warnings.messages())
          .singleElement()
          .asString()
          .contains("has become visible since then", "100000 rows");
    }
    assertHoldsFiles(2, 4);
  }

  @Test
  void twoFilesOfABucketThatMeetInOneSubtaskAreBothFinished() throws Exception {
    OperatorSubtaskState both =
        AbstractStreamOperatorTestHarness.repackageState(left(0, 1), left(2));
    finish(OneInputStreamOperatorTestHarness.repartitionOperatorState(both, 2, 2, 1, 0), 3);
    assertHoldsFiles(2, 4);
  }

  private OperatorSubtaskState left(int... batches) throws Exception {
    try (SinkHarness<RecordBatch> harness = harness(null)) {
      write(harness, batches);
      return completeCheckpoint(harness, 1);
    }
  }

  /** As a rule of the bucket does after some days. The server takes parts nevertheless. */
  private void abortUploads() throws Exception {
    String bucket = server.endpoint() + "/" + S3Server.BUCKET;
    Matcher upload =
        Pattern.compile("<Key>(" + prefix + "[^<]*)</Key><UploadId>([^<]*)<")
            .matcher(answer(HttpRequest.newBuilder(URI.create(bucket + "?uploads"))));
    while (upload.find()) {
      answer(
          HttpRequest.newBuilder(
                  URI.create(bucket + "/" + upload.group(1) + "?uploadId=" + upload.group(2)))
              .DELETE());
    }
  }

  private static String answer(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void aFileWhoseUploadWasAbortedFailsAndNeverBecomesVisible() throws Exception {
    OperatorSubtaskState state = left(0, 1);
    abortUploads();
    assertThatThrownBy(() -> finish(state, 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Object does not exist and MultiPart Upload");
    assertThat(PartFiles.visible(copies())).isEmpty();
  }

  @Test
  void theNativePluginIsRefused() throws Exception {
    S3Server.use(gate.endpoint(), S3Plugin.NATIVE.jar());
    assertThatThrownBy(() -> harness(null))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("flink-s3-fs-native drops the end of a file")
        .hasMessageContaining(inStore().toString());
    assertThat(requests()).isEmpty();
  }
}
