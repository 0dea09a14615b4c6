using Microsoft.CodeAnalysis;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Types;

public class ExternalCodecTests
{
    // A type of another library: its members say nothing about what it holds.
    private const string Instant = """
        public readonly struct Instant : IEquatable<Instant>
        {
            private readonly object? _secret;
            private Instant(long ticks) => _secret = ticks;
            public static Instant At(long ticks) => new(ticks);
            public long ToTicks() => _secret is long ticks ? ticks : 0;
            public bool Equals(Instant other) => other.ToTicks() == ToTicks();
            public override bool Equals(object? other) => other is Instant instant && Equals(instant);
            public override int GetHashCode() => (int)ToTicks();
        }
        """;

    private const string Codec = """
        using StateGen.Keys;
        using StateGen.Serialization;

        public readonly struct InstantCodec : ICodec<Instant>, IKeyCodec<Instant>
        {
            static Instant ICodec<Instant>.Normalize(Instant value) => value.ToTicks() >= 0 ? value : throw new ArgumentException("before the beginning");
            public static void Write(ref MessagePackWriter writer, in Instant value) => writer.WriteInt64(value.ToTicks());
            public static Instant Read(ref MessagePackReader reader) => Instant.At(reader.ReadInt64());
            static Instant IKeyCodec<Instant>.Normalize(Instant key) => key;
            public static bool Equals(in Instant left, in Instant right) => left.Equals(right);
            public static ulong Hash(in Instant key) => KeyHash.Of<Instant, InstantCodec>(in key);
            public static void Write(ref KeyWriter writer, in Instant key) => IntegerKeyCodec<long>.Write(ref writer, key.ToTicks());
            public static Instant Read(ref KeyReader reader) => Instant.At(IntegerKeyCodec<long>.Read(ref reader));
        }
        """;

    private const string Operator = """
        internal sealed record Period(Instant From, Instant? To);

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, Instant>
        {
            [State] internal partial Instant Plain { get; set; }
            [State] internal partial Instant? Maybe { get; set; }
            [State] internal partial Period? Inside { get; set; }
            [State] internal partial MapState<Instant, Instant> Map { get; }
        }

        internal static class Scenario
        {
            private static object? Fill(Op op)
            {
                op.Plain = op.CurrentKey;
                op.Maybe = Instant.At(0);
                op.Inside = new(Instant.At(1), null);
                op.Map[Instant.At(-5)] = Instant.At(2);
                return null;
            }

            private static object? Check(Op op)
            {
                Expect.Equal(Instant.At(7), op.Plain);
                Expect.Equal(Instant.At(0), op.Maybe);
                Expect.Equal(new Period(Instant.At(1), null), op.Inside);
                Expect.Equal(Instant.At(2), op.Map[Instant.At(-5)]);
                return null;
            }

            public static async Task RunAsync()
            {
                var key = Instant.At(7);
                using var host = await ProbeHost<Op, Instant>.OpenAsync();
                host.Do(key, Fill);
                host.Do(key, Check);
                await host.RestoreAsync();
                host.Do(key, Check);
                Expect.OperatorThrows<ArgumentException>(() => host.Do(key, op => op.Plain = Instant.At(-1)));
                host.Do(key, op => op.Clear());
                Expect.Equal(0L, host.Entries);
            }
        }
        """;

    [Fact]
    public async Task A_registered_codec_is_used_for_values_keys_members_and_map_keys()
    {
        var generated = Generated.From(WithDocumentationOff(Instant), WithDocumentationOff(Codec.Replace("public readonly", "[assembly: UseCodec(typeof(InstantCodec), Version = 2)]\npublic readonly", StringComparison.Ordinal)), Operator);
        Assert.Contains("\nopaque Instant: version 2\n", generated.SchemaOf("Op"), StringComparison.Ordinal);
        Assert.DoesNotContain(generated.Files.Keys, file => file.Contains("Instant", StringComparison.Ordinal));
        await generated.RunScenarioAsync();
    }

    [Fact]
    public void A_type_with_a_registered_codec_may_have_had_another_name()
    {
        var generated = Generated.From("[FormerName(\"Moment\")]\n" + WithDocumentationOff(Instant), WithDocumentationOff(Codec.Replace("public readonly", "[assembly: UseCodec(typeof(InstantCodec))]\npublic readonly", StringComparison.Ordinal)), Operator);
        Assert.Contains("\nopaque Instant (formerly Moment): version 1\n", generated.SchemaOf("Op"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_codec_that_a_referenced_assembly_registers_is_used()
    {
        var library = Generated.From("[assembly: UseCodec(typeof(InstantCodec))]\n" + WithDocumentationOff(Instant), WithDocumentationOff(Codec));
        var application = Generated.Run(CompilationFactory.Create([Operator], "App").AddReferences(library.Output.ToMetadataReference()));
        Assert.Empty(application.Errors);
        Assert.Contains("\nopaque Instant: version 1\n", application.SchemaOf("Op"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registered_codec_replaces_the_one_that_would_be_generated()
    {
        var generated = Generated.From("""
            using StateGen.Serialization;
            [assembly: UseCodec(typeof(Reversed))]
            internal sealed record Name(string Text);
            internal enum Mood { Good, Bad }
            internal readonly struct Reversed : ICodec<Name>, ICodec<Mood>
            {
                public static Name Normalize(Name value) => value;
                public static void Write(ref MessagePackWriter writer, in Name value) => writer.WriteString(string.Concat(value.Text.Reverse()));
                static Name ICodec<Name>.Read(ref MessagePackReader reader) => new(reader.ReadString());
                public static Mood Normalize(Mood value) => value;
                public static void Write(ref MessagePackWriter writer, in Mood value) => writer.WriteString(value.ToString());
                static Mood ICodec<Mood>.Read(ref MessagePackReader reader) => Enum.Parse<Mood>(reader.ReadString());
            }
            """, """
            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                [State] internal partial Name? Name { get; set; }
                [State] internal partial Mood? Mood { get; set; }
            }

            internal static class Scenario
            {
                public static async Task RunAsync()
                {
                    using var host = await ProbeHost<Op, int>.OpenAsync();
                    host.Do(1, op => { op.Name = new("abc"); op.Mood = global::Mood.Bad; return null; });
                    await host.RestoreAsync();
                    Expect.Equal("cba Bad", host.Do(1, op => $"{op.Name!.Text} {op.Mood}"));
                }
            }
            """);
        await generated.RunScenarioAsync();
    }

    [Fact]
    public void Registering_a_codec_regenerates_what_uses_the_type()
    {
        var input = CompilationFactory.Create(["internal sealed record Name(string Text);", """
            using StateGen.Serialization;
            internal readonly struct NameCodec : ICodec<Name>
            {
                public static Name Normalize(Name value) => value;
                public static void Write(ref MessagePackWriter writer, in Name value) => writer.WriteString(value.Text);
                public static Name Read(ref MessagePackReader reader) => new(reader.ReadString());
            }
            """, Refusals.Operator("[State] internal partial Name? X { get; set; }")]);
        var driver = Generated.CreateDriver().RunGenerators(input, TestContext.Current.CancellationToken);
        var edited = CompilationFactory.Edit(input, "File0.cs", text => "[assembly: UseCodec(typeof(NameCodec))]\n" + text);
        var source = driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results.Single().GeneratedSources.Single(file => file.HintName == "Op.g.cs");
        Assert.Contains("RegisteredCodec<global::Name, global::NameCodec>", source.SourceText.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_whose_codec_is_not_for_keys_cannot_be_a_key()
    {
        var problem = Assert.Single(Generated.FromWrong("""
            using StateGen.Serialization;
            [assembly: UseCodec(typeof(NameCodec))]
            internal sealed record Name(string Text);
            internal readonly struct NameCodec : ICodec<Name>
            {
                public static Name Normalize(Name value) => value;
                public static void Write(ref MessagePackWriter writer, in Name value) => writer.WriteString(value.Text);
                public static Name Read(ref MessagePackReader reader) => new(reader.ReadString());
            }
            """, Refusals.Operator("[State] internal partial MapState<Name, int> X { get; }")).Problems());
        Assert.Equal("The key of map state 'X' cannot use Name: NameCodec, which is registered for Name, does not implement IKeyCodec", problem.Message);
    }

    private static string WithDocumentationOff(string source) => "#pragma warning disable CS1591\n" + source;
}
