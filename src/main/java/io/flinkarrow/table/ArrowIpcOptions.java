package io.flinkarrow.table;

import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.ipc.InvalidText;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.ipc.SchemaPolicy;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * The options of a table with {@code 'format' = 'arrow-ipc'}, which stand in its {@code WITH}
 * clause behind {@value #PREFIX}. All but the first two have the name of a setter of {@link
 * DecodeLimits.Builder} and do what that says.
 */
public final class ArrowIpcOptions {

  /** The name of the format. */
  public static final String IDENTIFIER = "arrow-ipc";

  /** What every option's key in a table begins with. */
  public static final String PREFIX = IDENTIFIER + ".";

  public static final ConfigOption<MalformedPayloads> MALFORMED_PAYLOADS =
      ConfigOptions.key("malformed-payloads")
          .enumType(MalformedPayloads.class)
          .defaultValue(MalformedPayloads.FAIL)
          .withDescription(
              "What becomes of a message that no rows of the table can be made of: FAIL ends the"
                  + " job, RESTART leaves that to the restart strategy, SKIP leaves it out and counts"
                  + " it. A table has no place for messages to REJECT.");

  public static final ConfigOption<SchemaPolicy> SCHEMA_POLICY =
      ConfigOptions.key("schema-policy")
          .enumType(SchemaPolicy.class)
          .noDefaultValue()
          .withDescription(
              "Which schemas messages may have for that of the table: EXACT, COMPATIBLE or"
                  + " WIDENING. Without it any whose columns of the table's names hold values of"
                  + " their types.");

  public static final ConfigOption<MemorySize> MAXIMUM_METADATA_BYTES =
      ConfigOptions.key("maximum-metadata-bytes")
          .memoryType()
          .defaultValue(new MemorySize(DecodeLimits.defaults().maximumMetadataBytes()))
          .withDescription("Metadata of one IPC message, and all strings that a schema refers to.");

  public static final ConfigOption<Integer> MAXIMUM_FIELDS =
      ConfigOptions.key("maximum-fields")
          .intType()
          .defaultValue(DecodeLimits.defaults().maximumFields())
          .withDescription("Fields of a schema, nested ones too.");

  public static final ConfigOption<Integer> MAXIMUM_DEPTH =
      ConfigOptions.key("maximum-depth")
          .intType()
          .defaultValue(DecodeLimits.defaults().maximumDepth())
          .withDescription("Levels of nested fields, at most 256.");

  public static final ConfigOption<MemorySize> MAXIMUM_DECODED_BYTES =
      ConfigOptions.key("maximum-decoded-bytes")
          .memoryType()
          .defaultValue(new MemorySize(DecodeLimits.defaults().maximumDecodedBytes()))
          .withDescription("Heap bytes that the batches of one message take, and a row of them.");

  public static final ConfigOption<Integer> MAXIMUM_ROWS =
      ConfigOptions.key("maximum-rows")
          .intType()
          .defaultValue(DecodeLimits.defaults().maximumRows())
          .withDescription("Rows of one batch.");

  public static final ConfigOption<Boolean> REQUIRE_END_OF_STREAM =
      ConfigOptions.key("require-end-of-stream")
          .booleanType()
          .defaultValue(DecodeLimits.defaults().requireEndOfStream())
          .withDescription("Whether a stream must have its end-of-stream marker.");

  public static final ConfigOption<InvalidText> INVALID_TEXT =
      ConfigOptions.key("invalid-text")
          .enumType(InvalidText.class)
          .defaultValue(DecodeLimits.defaults().invalidText())
          .withDescription(
              "What becomes of a string that is not UTF-8: FAIL, or REPLACE ill-formed sequences.");

  private ArrowIpcOptions() {}

  static List<ConfigOption<?>> all() {
    return List.of(
        MALFORMED_PAYLOADS,
        SCHEMA_POLICY,
        MAXIMUM_METADATA_BYTES,
        MAXIMUM_FIELDS,
        MAXIMUM_DEPTH,
        MAXIMUM_DECODED_BYTES,
        MAXIMUM_ROWS,
        REQUIRE_END_OF_STREAM,
        INVALID_TEXT);
  }
}
