package io.flinkarrow.table;

import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.ipc.SchemaPolicy;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * How the payloads of one table are decoded, out of its options. All are checked when it is made.
 *
 * @param limits for each payload
 * @param malformed what becomes of those that are refused: FAIL or SKIP
 * @param policy which schemas payloads may have for the table's; any that hold its rows if empty
 */
record PayloadOptions(
    DecodeLimits limits, MalformedPayloads malformed, Optional<SchemaPolicy> policy) {

  /**
   * @param options the table's, without the format's prefix
   * @throws ValidationException if one of them is not known, or has a value it can't have
   */
  static PayloadOptions of(String tableName, ReadableConfig options) {
    FormatOptions format = new FormatOptions(tableName, ArrowIpcOptions.PREFIX, options);
    List<String> known = ArrowIpcOptions.all().stream().map(ConfigOption::key).toList();
    format.names().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw format.unknown(name, known);
            });
    format.set(ArrowIpcOptions.MALFORMED_PAYLOADS, PayloadOptions::requireNoRejects);
    return new PayloadOptions(
        limits(format),
        format
            .value(ArrowIpcOptions.MALFORMED_PAYLOADS)
            .orElse(ArrowIpcOptions.MALFORMED_PAYLOADS.defaultValue()),
        format.value(ArrowIpcOptions.SCHEMA_POLICY));
  }

  private static void requireNoRejects(MalformedPayloads malformed) {
    if (malformed == MalformedPayloads.REJECT) {
      throw new IllegalArgumentException(
          "a table has no side output for rejected messages; FAIL, RESTART or SKIP, or decode in a"
              + " DataStream job with io.flinkarrow.kafka.ArrowIpcDecoder");
    }
  }

  private static DecodeLimits limits(FormatOptions format) {
    DecodeLimits.Builder builder = DecodeLimits.builder();
    format.set(
        ArrowIpcOptions.MAXIMUM_METADATA_BYTES,
        size -> builder.maximumMetadataBytes(FormatOptions.bytesOfOneArray(size)));
    format.set(ArrowIpcOptions.MAXIMUM_FIELDS, builder::maximumFields);
    format.set(ArrowIpcOptions.MAXIMUM_DEPTH, builder::maximumDepth);
    format.set(
        ArrowIpcOptions.MAXIMUM_DECODED_BYTES,
        size -> builder.maximumDecodedBytes(size.getBytes()));
    format.set(ArrowIpcOptions.MAXIMUM_ROWS, builder::maximumRows);
    format.set(ArrowIpcOptions.REQUIRE_END_OF_STREAM, builder::requireEndOfStream);
    format.set(ArrowIpcOptions.INVALID_TEXT, builder::invalidText);
    return builder.build();
  }
}
