using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Schemas;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Types;

/// <summary>Which codecs generic operators find, and what they do with values through them.</summary>
public class CodecRegistrationTests
{
    private const string Library = """
        #pragma warning disable CS1591
        namespace Lib;

        public sealed record Pair<T>(T A, T B);

        [Operator("dedup")]
        public sealed partial class Dedup<T> : ProbeOperator<Dedup<T>, int>
        {
            [State] public partial T? Last { get; set; }
            [State] public partial ListState<T> All { get; }
        }

        [Operator("copied")]
        public sealed partial class Copied<T> : ProbeOperator<Copied<T>, int>
        {
            [State(Copy = true)] public partial T? Last { get; set; }
            [State] public partial ListState<T> All { get; }
        }

        public sealed class Instant(long ticks) { public long Ticks() => ticks; }
        public sealed record Order(Instant At);
        """;

    [Fact]
    public Task Of_types_that_differ_in_nullability_alone_the_one_that_admits_more_is_registered() => RunAsync("""
        [Operator("own")]
        internal sealed partial class Own : ProbeOperator<Own, int>
        {
            [State] internal partial Pair<string>? Strict { get; set; }
            [State] internal partial Pair<string?>? Loose { get; set; }
            [State] internal partial (string, string?)? Mixed { get; set; }
            [State] internal partial (string, string)? Pure { get; set; }
        }
        """, """
        using var host = await ProbeHost<Dedup<Pair<string?>>, int>.OpenAsync();
        host.Do(1, op => op.Last = new(null, "x"));
        await host.RestoreAsync();
        Expect.Equal("True", host.Do(1, op => op.Last is { A: null, B: "x" }));
        using var tuples = await ProbeHost<Dedup<(string, string?)>, int>.OpenAsync();
        tuples.Do(1, op => op.Last = ("x", null));
        """);

    [Fact]
    public Task Of_types_that_differ_in_nullability_alone_the_requested_one_is_registered() => RunAsync("""
        [assembly: GenerateCodec(typeof(Pair<string>))]

        [Operator("own")]
        internal sealed partial class Own : ProbeOperator<Own, int>
        {
            [State] internal partial Pair<string?>? Loose { get; set; }
        }
        """, """
        using var host = await ProbeHost<Dedup<Pair<string>>, int>.OpenAsync();
        Expect.OperatorThrows<ArgumentNullException>(() => host.Do(1, op => op.Last = new(null!, "x")));
        """);

    [Fact]
    public Task A_type_that_another_state_copies_is_registered_all_the_same() => RunAsync("""
        internal sealed record Node(int A, Node? Next);

        [Operator("a")]
        internal sealed partial class A : ProbeOperator<A, int>
        {
            [State(Copy = true)] internal partial Node? X { get; set; }
        }

        [Operator("b")]
        internal sealed partial class B : ProbeOperator<B, int>
        {
            [State] internal partial Node? X { get; set; }
        }
        """, "using var host = await ProbeHost<Dedup<Node>, int>.OpenAsync();");

    [Fact]
    public Task Whether_a_value_is_the_default_is_not_asked_of_its_own_Equals() => RunAsync("""
        using StateGen.Serialization;
        [assembly: GenerateCodec(typeof(Odd))]
        [assembly: UseCodec(typeof(HandCodec))]

        internal readonly record struct Odd(int A)
        {
            public bool Equals(Odd other) => true;
            public override int GetHashCode() => 0;
        }

        internal readonly record struct Hand(int A)
        {
            public bool Equals(Hand other) => true;
            public override int GetHashCode() => 0;
        }

        internal readonly struct HandCodec : ICodec<Hand>
        {
            public static Hand Normalize(Hand value) => value;
            public static void Write(ref MessagePackWriter writer, in Hand value) => writer.WriteInt64(value.A);
            public static Hand Read(ref MessagePackReader reader) => new((int)reader.ReadInt64());
        }

        [Operator("own")]
        internal sealed partial class Own : ProbeOperator<Own, int>
        {
            [State] internal partial Hand X { get; set; }
        }
        """, """
        using var host = await ProbeHost<Dedup<Odd>, int>.OpenAsync();
        host.Do(1, op => op.Last = new(5));
        await host.RestoreAsync();
        Expect.Equal("5", host.Do(1, op => op.Last.A));
        host.Do(1, op => op.Last = default);
        Expect.Equal(0L, host.Entries);
        using var own = await ProbeHost<Own, int>.OpenAsync();
        own.Do(1, op => op.X = new(5));
        await own.RestoreAsync();
        Expect.Equal("5", own.Do(1, op => op.X.A));
        own.Do(1, op => op.X = default);
        Expect.Equal(0L, own.Entries);
        """);

    [Fact]
    public Task What_codecs_copy_for_user_code_is_copied_through_registrations() => RunAsync("""
        using StateGen.Serialization;
        [assembly: UseCodec(typeof(BoxCodec)), GenerateCodec(typeof(Box))]

        internal sealed class Box { public int A; }

        internal readonly struct BoxCodec : ICodec<Box>
        {
            public static Box Normalize(Box value) => new() { A = value.A };
            public static Box HandOut(Box value) => new() { A = value.A };
            public static void Write(ref MessagePackWriter writer, in Box value) => writer.WriteInt64(value.A);
            public static Box Read(ref MessagePackReader reader) => new() { A = (int)reader.ReadInt64() };
        }
        """, """
        using var host = await ProbeHost<Copied<Box>, int>.OpenAsync();
        host.Do(1, op => op.Last = new() { A = 1 });
        host.Do(1, op => { op.All.Add(new() { A = 2 }); return null; });
        host.Do(1, op => op.Last!.A = 7);
        host.Do(1, op => op.All.Single().A = 7);
        Expect.Equal("1 2", host.Do(1, op => $"{op.Last!.A} {op.All.Single().A}"));
        """);

    [Fact]
    public async Task Two_assemblies_with_different_codecs_by_hand_are_refused_also_inside_other_types()
    {
        var library = Generated.From(Library);
        var (first, second) = (Registering(library, "First"), Registering(library, "Second"));
        var application = Run(CompilationFactory.Create(["""
            using Lib;

            internal static class Scenario
            {
                public static Task RunAsync()
                {
                    First.Use.It();
                    Second.Use.It();
                    var error = Expect.Throws<StateGenException>(() => ProbeHost<Copied<Order>, int>.OpenAsync().GetAwaiter().GetResult());
                    Expect.Equal(
                        "Two assemblies use different codecs for Lib.Order: global::First.InstantCodec in one, global::Second.InstantCodec in the other. Register the same codec in both, or keep the type in state of one of them only.",
                        error.Message);
                    return Task.CompletedTask;
                }
            }
            """], "App"), library, first, second);
        await application.RunScenarioAsync(library, first, second);
    }

    [Fact]
    public void Two_types_of_one_name_in_the_schema_of_an_operator_are_refused()
    {
        SchemaArgument Argument(string placeholder, string member) => new(placeholder, TypeDescription.Of("Pair", [new RecordSchema("Pair", [new(member, "int32", null, [])], [])]), AdmitsNull: true);
        var schema = new OperatorSchema("op", "$TKey", [], []);
        Assert.Single(GenericSchema.Complete(schema, [Argument("$TKey", "A"), Argument("$T", "A")]).Types);
        var error = Assert.Throws<InvalidOperationException>(() => GenericSchema.Complete(schema, [Argument("$TKey", "A"), Argument("$T", "B")]));
        Assert.Contains("Operator 'op' cannot be opened because two of its types have the name Pair", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_requested_type_that_can_be_changed_is_refused_without_advice_about_states()
    {
        var compilation = CompilationFactory.Create(["[assembly: GenerateCodec(typeof(List<int>))]"]);
        var refusal = new CodecRequestParser(compilation, TestContext.Current.CancellationToken).FindRefusal(compilation.Assembly, Assert.Single(compilation.Assembly.GetAttributes(), KnownTypes.IsGenerateCodecAttribute));
        Assert.Equal("List<int> is mutable; use ImmutableArray, a ListState or a MapState; a generic operator can only store immutable types", refusal!.Reason);
    }

    private static Generated Registering(Generated library, string name) => Run(CompilationFactory.Create([$$"""
        #pragma warning disable CS1591
        using Lib;
        using StateGen.Serialization;

        [assembly: UseCodec(typeof({{name}}.InstantCodec)), GenerateCodec(typeof(Order))]

        namespace {{name}};

        public static class Use { public static void It() { } }

        public readonly struct InstantCodec : ICodec<Instant>
        {
            public static Instant Normalize(Instant value) => value;
            public static void Write(ref MessagePackWriter writer, in Instant value) => writer.WriteInt64(value.Ticks());
            public static Instant Read(ref MessagePackReader reader) => new(reader.ReadInt64());
        }
        """], name), library);

    private static async Task RunAsync(string declarations, string scenario)
    {
        var library = Generated.From(Library);
        var application = Run(CompilationFactory.Create(["using Lib;\n" + declarations, $$"""
            using Lib;

            internal static class Scenario
            {
                public static async Task RunAsync()
                {
                    {{scenario}}
                    await Task.CompletedTask;
                }
            }
            """], "App"), library);
        Assert.Empty(application.Problems());
        await application.RunScenarioAsync(library);
    }

    private static Generated Run(Microsoft.CodeAnalysis.CSharp.CSharpCompilation compilation, params Generated[] references)
    {
        var generated = Generated.Run(compilation.AddReferences(references.Select(reference => reference.Output.ToMetadataReference())));
        Assert.Empty(generated.Errors);
        return generated;
    }
}
