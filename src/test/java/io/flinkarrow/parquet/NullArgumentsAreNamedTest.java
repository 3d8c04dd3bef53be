package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.SortingColumn;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each option that is given a null says which argument it was. */
class NullArgumentsAreNamedTest {

  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void byEachOption() {
    WriterOptions.Builder builder = WriterOptions.builder();
    checkOptions(builder);
    builder.columns(this::checkOptions);
    builder.schema(this::checkOptions);
    builder.encryption(files -> checkOptions(files.keyProvider(new TestKeys())));
    assertThat(calls.get()).isGreaterThan(20);
    assertThatThrownBy(() -> builder.schema(all -> all.sortingColumns((SortingColumn) null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("column");
    assertThatThrownBy(() -> SortingColumn.parse(null)).hasMessage("text");
    assertThatThrownBy(() -> SortingColumn.ascending(null)).hasMessage("path");
    assertThatThrownBy(() -> ColumnPath.of((String[]) null)).hasMessage("names");
  }

  private void checkOptions(Object options) {
    for (Method method : options.getClass().getDeclaredMethods()) {
      Class<?>[] parameters = method.getParameterTypes();
      for (int i = 0; i < parameters.length; i++) {
        if (Modifier.isPublic(method.getModifiers()) && !parameters[i].isPrimitive()) {
          checkNull(options, method, i);
        }
      }
    }
  }

  private void checkNull(Object options, Method method, int nullArgument) {
    Class<?>[] parameters = method.getParameterTypes();
    Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      arguments[i] = i == nullArgument ? null : argument(parameters[i]);
    }
    Throwable thrown = catchThrowable(() -> method.invoke(options, arguments));
    assertThat(thrown).as("%s", method).isInstanceOf(InvocationTargetException.class);
    assertThat(thrown.getCause()).as("%s", method).isInstanceOf(NullPointerException.class);
    assertThat(thrown.getCause().getMessage()).as("%s", method).matches("[a-zA-Z]+");
    calls.incrementAndGet();
  }

  private static Object argument(Class<?> type) {
    if (type == String.class) {
      return "name";
    }
    if (type == ColumnPath.class) {
      return new ColumnPath("name");
    }
    if (type == Consumer.class) {
      return (Consumer<Object>) options -> {};
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    return type == boolean.class ? (Object) true : (Object) 1;
  }
}
