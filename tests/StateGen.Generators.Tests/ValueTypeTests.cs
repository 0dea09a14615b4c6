using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

public class ValueTypeTests
{
    public static TheoryData<string, string, string> Scalars => new()
    {
        { "bool", "true", "boolean" },
        { "byte", "byte.MaxValue", "byte" },
        { "sbyte", "sbyte.MinValue", "sbyte" },
        { "short", "short.MinValue", "int16" },
        { "ushort", "ushort.MaxValue", "uint16" },
        { "int", "int.MinValue", "int32" },
        { "uint", "uint.MaxValue", "uint32" },
        { "long", "long.MinValue", "int64" },
        { "ulong", "ulong.MaxValue", "uint64" },
        { "Int128", "Int128.MinValue", "int128" },
        { "UInt128", "UInt128.MaxValue", "uint128" },
        { "char", "'\\u20ac'", "char" },
        { "float", "1.5f", "single" },
        { "double", "double.NaN", "double" },
        { "decimal", "1.10m", "decimal" },
        { "Guid", "new Guid(\"5b1e2f9c-6a4a-4b80-8ae5-3e27f7c8d7aa\")", "guid" },
        { "DateTime", "new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc)", "datetime" },
        { "DateTimeOffset", "new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.FromHours(2))", "datetimeoffset" },
        { "TimeSpan", "TimeSpan.FromTicks(-1)", "timespan" },
        { "DateOnly", "DateOnly.MaxValue", "dateonly" },
        { "TimeOnly", "TimeOnly.MaxValue", "timeonly" },
        { "TimeWindow", "TimeWindow.Session(DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1))", "tuple<int64,int64>" },
    };

    public static TheoryData<string> Declarations =>
    [
        "internal sealed record Shape(int A, string B);",
        "internal sealed record Shape(int A) { public string? B { get; init; } }",
        "internal sealed record Shape { public int A { get; init; } public string? B { get; init; } }",
        "internal sealed record Shape { public required int A { get; init; } public required string B { get; init; } public int Sum => A + B.Length; }",
        "internal sealed class Shape(int a, string b) { public int A { get; } = a; public string B { get; } = b; public override bool Equals(object? o) => o is Shape s && s.A == A && s.B == B; public override int GetHashCode() => A; }",
        "internal sealed class Shape { public readonly int A; public readonly string B; public Shape(int a, string b) { A = a; B = b; } public override bool Equals(object? o) => o is Shape s && s.A == A && s.B == B; public override int GetHashCode() => A; }",
        "internal record struct Shape(int A, string B);",
        "internal record struct Shape { public int A; public string? B { get; set; } }",
        "internal readonly record struct Shape(int A, string B);",
        "internal readonly struct Shape(int a, string b) { public int A { get; } = a; public string B { get; } = b; }",
        "internal readonly struct Shape { private readonly int _a; public Shape(int a, string? b) { _a = a; B = b; } public int A => _a; public string? B { get; } }",
        "internal record Shape(int A, string B);",
        "internal sealed record Shape(int A, string B, Inner I = default, Inner? N = null); internal readonly record struct Inner(Mood M, Guid? G); internal enum Mood : byte { Good, Bad }",
        "internal sealed record Shape(int @class, string @event) { public int A { get => @class; init => @class = value; } public string B { get => @event; init => @event = value; } }",
    ];

    [Theory]
    [MemberData(nameof(Scalars))]
    public async Task Every_scalar_passes_through_a_restore_as_value_nullable_element_and_map_value(string type, string value, string schemaName)
    {
        var generated = Generated.From($$"""
            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                [State] internal partial {{type}} Plain { get; set; }
                [State] internal partial {{type}}? Nullable { get; set; }
                [State] internal partial ListState<{{type}}> List { get; }
                [State] internal partial MapState<int, {{type}}> Map { get; }
            }

            internal static class Scenario
            {
                private static object? Fill(Op op)
                {
                    var value = {{value}};
                    op.Plain = value;
                    op.Nullable = value;
                    op.List.Add(value);
                    op.Map[1] = value;
                    return null;
                }

                private static object? Check(Op op)
                {
                    var value = {{value}};
                    Expect.Equal(value, op.Plain);
                    Expect.Equal(value, op.Nullable);
                    Expect.Equal(value, op.List.Single());
                    Expect.Equal(value, op.Map[1]);
                    return null;
                }

                public static async Task RunAsync()
                {
                    using var host = await ProbeHost<Op, int>.OpenAsync();
                    host.Do(1, Fill);
                    host.Do(1, Check);
                    await host.RestoreAsync();
                    host.Do(1, Check);
                    host.Do(1, op => op.Clear());
                    Expect.Equal(0L, host.Entries);
                }
            }
            """);
        Assert.Contains($"value Nullable: {schemaName}?", generated.File("Op"), StringComparison.Ordinal);
        await generated.RunScenarioAsync();
    }

    [Fact]
    public Task Strings_pass_through_a_restore() => Generated.From("""
        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial string? Plain { get; set; }
            [State] internal partial ListState<string> List { get; }
            [State] internal partial MapState<string, string?> Map { get; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                host.Do(1, op => op.Plain = "");
                host.Do(1, op => op.Map["null"] = null);
                host.Do(1, op => { op.List.AddRange(["a", "ü"]); return null; });
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(1, op => op.Plain == "" && op.Map["null"] is null && op.Map.Count == 1 && string.Concat(op.List) == "aü"));
                Expect.OperatorThrows<ArgumentNullException>(() => host.Do(1, op => { op.List.Add(null!); return null; }));
            }
        }
        """).RunScenarioAsync();

    [Theory]
    [MemberData(nameof(Declarations))]
    public Task Immutable_types_of_every_form_pass_through_a_restore(string declaration) => Generated.From(declaration, $$"""
        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial Shape? Maybe { get; set; }
            [State] internal partial MapState<int, Shape> Map { get; }
            [State] internal partial ListState<Shape> List { get; }
        }

        internal static class Scenario
        {
            private static object? Fill(Op op)
            {
                var value = {{(declaration.Contains("Shape(int", StringComparison.Ordinal) && !declaration.Contains("Shape(int A)", StringComparison.Ordinal) ? "new Shape(1, \"x\")" : declaration.Contains("Shape(int A)", StringComparison.Ordinal) ? "new Shape(1) { B = \"x\" }" : "new Shape { A = 1, B = \"x\" }")}};
                op.Maybe = value;
                op.Map[1] = value;
                op.List.Add(value);
                return null;
            }

            private static bool IsRight(Shape shape) => shape.A == 1 && shape.B == "x";

            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                host.Do(1, Fill);
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(1, op => op.Maybe is { } shape && IsRight(shape) && IsRight(op.Map[1]) && IsRight(op.List.Single())));
                host.Do(1, op => op.Maybe = null);
                Expect.Equal("True", host.Do(1, op => op.Maybe is null));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task Enums_of_every_underlying_type_pass_through_a_restore() => Generated.From("""
        internal enum Small : sbyte { None, Low = -128 }
        [Flags] internal enum Large : ulong { None, Top = ulong.MaxValue }

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, Small>
        {
            [State] internal partial Small Small { get; set; }
            [State] internal partial Large? Large { get; set; }
            [State] internal partial MapState<Large, Small> Map { get; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, Small>.OpenAsync();
                host.Do(Small.Low, op => op.Small = Small.Low);
                host.Do(Small.Low, op => op.Large = Large.Top);
                host.Do(Small.Low, op => op.Map[Large.Top] = Small.Low);
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(Small.Low, op => op.Small == Small.Low && op.Large == Large.Top && op.Map[Large.Top] == Small.Low));
                Expect.Equal("None", host.Do(Small.None, op => op.Small));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task Private_nested_types_have_their_codec_inside_the_operator() => Generated.From("""
        internal static partial class Outer
        {
            private sealed record Secret(int A, Mood Mood, Inner? Inner);
            private readonly record struct Inner(string Text);
            private enum Mood { Good, Bad }
            private readonly record struct SecretKey(string Name, double Level);

            [Operator("op")]
            private sealed partial class Op : ProbeOperator<Op, SecretKey>
            {
                [State] internal partial Secret? Value { get; set; }
                [State] internal partial MapState<SecretKey, Secret> Map { get; }
            }

            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, SecretKey>.OpenAsync();
                var value = new Secret(1, Mood.Bad, new Inner("x"));
                host.Do(new("k", -0.0), op => op.Value = value);
                host.Do(new("k", 0.0), op => op.Map[new("m", 1)] = value);
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(new("k", 0.0), op => op.Value == value && op.Map[new("m", 1)] == value));
            }
        }

        internal static class Scenario
        {
            public static Task RunAsync() => Outer.RunAsync();
        }
        """).RunScenarioAsync();

    [Fact]
    public Task A_constructor_that_sets_required_members_may_be_used() => Generated.From("""
        internal sealed record Shape
        {
            [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
            public Shape(int a) => A = a;

            public required int A { get; init; }
        }

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, Shape>
        {
            [State] internal partial Shape? Value { get; set; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, Shape>.OpenAsync();
                host.Do(new(1), op => op.Value = new(2));
                await host.RestoreAsync();
                Expect.Equal("2", host.Do(new(1), op => op.Value!.A));
            }
        }
        """).RunScenarioAsync();
}
