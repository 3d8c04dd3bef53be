package io.flinkarrow.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.parquet.ParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.ArrowParquetSink;
import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.config.Options;
import japicmp.model.AccessModifier;
import japicmp.model.FinalModifier;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiCompatibilityChangeType;
import japicmp.output.stdout.StdoutOutputGenerator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javassist.CannotCompileException;
import javassist.CtClass;
import javassist.CtConstructor;
import javassist.CtField;
import javassist.CtMethod;
import javassist.CtNewMethod;
import javassist.Modifier;
import javassist.NotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Code that was compiled with the last version runs with this one, and compiles with it. */
class PublicApiStaysCompatibleTest {

  private static final String REMEDY =
      """
      Public API of the last version is changed in a way that breaks its users. Keep what was there, deprecated if need be. \
      If the break is meant: docs/contributing.md, "Public API".
      """;

  /** What breaks users, and how it is done to classes as they are. */
  enum Break {
    A_CLASS_IS_REMOVED {
      @Override
      void apply(Map<String, CtClass> types) {
        types.remove(WriterOptions.class.getName());
      }
    },
    A_NESTED_CLASS_IS_REMOVED {
      @Override
      void apply(Map<String, CtClass> types) {
        types.remove(WriterOptions.Builder.class.getName());
      }
    },
    A_CLASS_IS_HIDDEN {
      @Override
      void apply(Map<String, CtClass> types) {
        CtClass type = types.get(WriterOptions.class.getName());
        type.setModifiers(Modifier.setPackage(type.getModifiers()));
      }
    },
    A_METHOD_IS_REMOVED {
      @Override
      void apply(Map<String, CtClass> types) throws NotFoundException {
        CtClass type = types.get(ArrowParquetSink.Builder.class.getName());
        type.removeMethod(type.getDeclaredMethod("partitionBy"));
      }
    },
    A_METHOD_IS_RENAMED {
      @Override
      void apply(Map<String, CtClass> types) throws NotFoundException {
        types
            .get(ArrowParquetSink.Builder.class.getName())
            .getDeclaredMethod("partitionBy")
            .setName("partitionsBy");
      }
    },
    A_METHOD_THROWS_MORE {
      @Override
      void apply(Map<String, CtClass> types) throws NotFoundException {
        CtMethod method =
            types.get(ArrowParquetSink.Builder.class.getName()).getDeclaredMethod("build");
        method.setExceptionTypes(
            new CtClass[] {method.getDeclaringClass().getClassPool().get("java.io.IOException")});
      }
    },
    A_METHOD_BECOMES_AN_INSTANCE_METHOD {
      @Override
      void apply(Map<String, CtClass> types) throws NotFoundException {
        CtMethod method = types.get(WriterOptions.class.getName()).getDeclaredMethod("builder");
        method.setModifiers(method.getModifiers() & ~Modifier.STATIC);
      }
    },
    AN_INTERFACE_WANTS_MORE {
      @Override
      void apply(Map<String, CtClass> types) throws CannotCompileException {
        CtClass type = types.get(ParquetWriter.class.getName());
        type.addMethod(CtNewMethod.make("public abstract void more();", type));
      }
    },
    A_CONSTANT_IS_REMOVED {
      @Override
      void apply(Map<String, CtClass> types) throws NotFoundException {
        CtClass type = types.get(MalformedPayloads.class.getName());
        type.removeField(type.getDeclaredField("REJECT"));
      }
    },
    AN_INTERFACE_IS_NOT_IMPLEMENTED_ANY_MORE {
      @Override
      void apply(Map<String, CtClass> types) {
        types.get(WriterOptions.class.getName()).setInterfaces(new CtClass[0]);
      }
    };

    abstract void apply(Map<String, CtClass> types)
        throws NotFoundException, CannotCompileException;
  }

  private static final Set<JApiCompatibilityChangeType> INTERFACE_MORE =
      Set.of(
          JApiCompatibilityChangeType.INTERFACE_ADDED,
          JApiCompatibilityChangeType.METHOD_ABSTRACT_ADDED_IN_IMPLEMENTED_INTERFACE);

  private static List<JApiClass> compare(byte[] before, byte[] now) {
    JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
    options.setAccessModifier(AccessModifier.PROTECTED);
    options.setNoAnnotations(true);
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .forEach(options.getClassPathEntries()::add);
    return new JarArchiveComparator(options)
        .compare(
            new JApiCmpArchive(before, "last version", "before.jar"),
            new JApiCmpArchive(now, "this version", "now.jar"));
  }

  private static List<JApiClass> broken(List<JApiClass> classes) {
    return classes.stream()
        .filter(type -> !isCompatible(type) && !hasOnlyAnInterfaceMore(type))
        .toList();
  }

  private static boolean isCompatible(JApiCompatibility part) {
    return part.isBinaryCompatible() && part.isSourceCompatible();
  }

  /** An interface more, whose methods a class has, breaks nobody if nobody can extend the class. */
  private static boolean hasOnlyAnInterfaceMore(JApiClass type) {
    return type.getFinalModifier().getNewModifier().filter(FinalModifier.FINAL::equals).isPresent()
        && !type.getCompatibilityChanges().isEmpty()
        && type.getCompatibilityChanges().stream()
            .map(JApiCompatibilityChange::getType)
            .allMatch(INTERFACE_MORE::contains)
        && Stream.of(
                type.getMethods(),
                type.getFields(),
                type.getConstructors(),
                type.getInterfaces(),
                List.of(type.getSuperclass()))
            .flatMap(List::stream)
            .allMatch(PublicApiStaysCompatibleTest::isCompatible);
  }

  private static Set<String> names(List<JApiClass> classes) {
    return classes.stream()
        .map(JApiClass::getFullyQualifiedName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String report(List<JApiClass> classes) {
    Options options = Options.newDefault();
    options.setOutputOnlyModifications(true);
    options.setNoAnnotations(true);
    return REMEDY + new StdoutOutputGenerator(options, classes).generate();
  }

  @Test
  void nothingThatTheLastVersionHadIsBroken() throws IOException {
    List<JApiClass> broken =
        broken(compare(Files.readAllBytes(PublicApi.BASELINE), PublicApi.archive(types -> {})));
    assertThat(broken).as(() -> report(broken)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aBreakIsFound(Break change) {
    assertThat(broken(compare(PublicApi.archive(types -> {}), PublicApi.archive(change::apply))))
        .isNotEmpty();
  }

  /** Not only in the classes that breaks are tried on. */
  @Test
  void itIsFoundInEachClass() {
    byte[] before = PublicApi.archive(types -> {});
    List<JApiClass> all = compare(before, before);
    assertThat(names(all)).containsAll(PublicApi.listed());
    assertThat(names(broken(compare(before, PublicApi.archive(Map::clear))))).isEqualTo(names(all));
    List<JApiClass> withMembers =
        all.stream()
            .filter(
                type ->
                    Stream.of(type.getMethods(), type.getConstructors(), type.getFields())
                        .anyMatch(members -> !members.isEmpty()))
            .toList();
    assertThat(withMembers).hasSizeGreaterThan(all.size() / 2);
    assertThat(
            names(broken(compare(before, PublicApi.archive(PublicApiStaysCompatibleTest::empty)))))
        .containsAll(names(withMembers));
  }

  private static void empty(Map<String, CtClass> types) throws NotFoundException {
    for (CtClass type : types.values()) {
      for (CtMethod method : type.getDeclaredMethods()) {
        type.removeMethod(method);
      }
      for (CtConstructor constructor : type.getDeclaredConstructors()) {
        type.removeConstructor(constructor);
      }
      for (CtField field : type.getDeclaredFields()) {
        type.removeField(field);
      }
    }
  }

  @Test
  void moreIsNoBreak() {
    assertThat(
            broken(
                compare(
                    PublicApi.archive(PublicApiStaysCompatibleTest::removeOne),
                    PublicApi.archive(types -> {}))))
        .isEmpty();
  }

  private static void removeOne(Map<String, CtClass> types) throws NotFoundException {
    types.remove(ArrowParquetSink.Builder.class.getName());
    CtClass type = types.get(WriterOptions.Builder.class.getName());
    type.removeMethod(type.getDeclaredMethod("rowGroupRows"));
  }
}
