package io.flinkarrow.table;

import io.flinkarrow.parquet.EncryptionOptions;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import io.flinkarrow.read.DecryptionOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.api.ValidationException;

/**
 * How the files of a table are encrypted. A table's options have no keys, because catalogs, plans
 * and statements that are shown have all options in clear; they name the class that gets the keys.
 */
final class TableEncryption {

  /** For reading only. */
  static final ConfigOption<Boolean> ALLOW_PLAINTEXT_FILES =
      ConfigOptions.key("encryption.allow-plaintext-files")
          .booleanType()
          .noDefaultValue()
          .withDescription(
              "Whether files that are not encrypted are read in spite of a key provider. By default"
                  + " they are refused.");

  private static final List<ConfigOption<?>> WITH_KEYS_ONLY =
      List.of(
          ArrowParquetOptions.ENCRYPTION_ALGORITHM,
          ArrowParquetOptions.ENCRYPTION_PLAINTEXT_FOOTER,
          ArrowParquetOptions.ENCRYPTION_AAD_PREFIX,
          ArrowParquetOptions.ENCRYPTION_STORE_AAD_PREFIX,
          ALLOW_PLAINTEXT_FILES);

  private final FormatOptions options;
  private final ClassLoader userClasses;

  /**
   * @param userClasses finds the class of the provider
   */
  TableEncryption(FormatOptions options, ClassLoader userClasses) {
    this.options = options;
    this.userClasses = userClasses;
  }

  /**
   * @throws ValidationException if the provider's class is none, or there is no provider for what
   *     is set
   */
  void set(WriterOptions.Builder builder) {
    if (options.value(ArrowParquetOptions.ENCRYPTION_KEY_PROVIDER).isPresent()) {
      options.set(
          ArrowParquetOptions.ENCRYPTION_KEY_PROVIDER,
          name -> builder.encryption(files -> set(files.keyProvider(provider(name)))));
      return;
    }
    for (ConfigOption<?> option : WITH_KEYS_ONLY) {
      options.set(
          option,
          value -> {
            throw new IllegalArgumentException(
                "files are not encrypted without '%s%s'"
                    .formatted(
                        ArrowParquetOptions.PREFIX,
                        ArrowParquetOptions.ENCRYPTION_KEY_PROVIDER.key()));
          });
    }
  }

  /** How files are read with the keys of the table, if it has some. */
  Optional<Consumer<DecryptionOptions>> decryption() {
    return options
        .value(ArrowParquetOptions.ENCRYPTION_KEY_PROVIDER)
        .map(name -> files -> set(files.keyProvider(provider(name))));
  }

  private void set(DecryptionOptions files) {
    options.set(ArrowParquetOptions.ENCRYPTION_AAD_PREFIX, files::aadPrefix);
    options.set(ALLOW_PLAINTEXT_FILES, files::allowPlaintextFiles);
  }

  private void set(EncryptionOptions files) {
    options.set(ArrowParquetOptions.ENCRYPTION_ALGORITHM, files::algorithm);
    options.set(ArrowParquetOptions.ENCRYPTION_PLAINTEXT_FOOTER, files::plaintextFooter);
    options.set(ArrowParquetOptions.ENCRYPTION_AAD_PREFIX, files::aadPrefix);
    options.set(ArrowParquetOptions.ENCRYPTION_STORE_AAD_PREFIX, files::storeAadPrefix);
  }

  private EncryptionKeyProvider provider(String name) {
    try {
      return Class.forName(name, true, userClasses)
          .asSubclass(EncryptionKeyProvider.class)
          .getConstructor()
          .newInstance();
    } catch (ClassCastException | ReflectiveOperationException | LinkageError e) {
      // Of an exception with a cause, only the cause would be shown, which says too little.
      throw new IllegalArgumentException(
          "expected a public class on the user's class path that implements %s and has a public constructor without parameters, but: %s"
              .formatted(
                  EncryptionKeyProvider.class.getName(), e.getCause() == null ? e : e.getCause()));
    }
  }
}
