using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

/// <summary>What a codec would not write is refused, not dropped.</summary>
public class LostFieldTests
{
    public static TheoryData<string, string> Losing => new()
    {
        { "internal readonly struct Shape { public double Degrees { get; } public Shape(double value) => Degrees = value; }", "Degrees" },
        { "internal readonly struct Shape { private readonly long _cents; public Shape(long cents) => _cents = cents; public decimal Value => _cents / 100m; }", "_cents" },
        { "internal sealed record Shape(double Value) { public string Unit { get; } = \"C\"; public Shape(double value, string unitName) : this(value) => Unit = unitName; }", "Unit" },
        { "internal sealed record Shape(int A) { public readonly int B; public Shape(int a, int other) : this(a) => B = other; }", "B" },
        { "internal record struct Shape(int A) { private int _count; public void Add() => _count++; public int Twice => _count * 2; }", "_count" },
        { "internal readonly struct Shape(long cents) { public decimal Value => cents / 100m; public int Other { get; init; } }", "cents" },
        { "internal sealed class Shape(long cents) { public Shape() : this(1) { } public int A { get; init; } public long Cents() => cents; }", "cents" },
        { "internal readonly struct Shape { private readonly int _a; private readonly int _b; public Shape(int a) { _a = a; _b = 7; } public int A => _a > 0 ? _a : _b; }", "_b" },
    };

    public static TheoryData<string> Keeping =>
    [
        "internal sealed record Shape;",
        "internal readonly record struct Shape;",
        "internal readonly struct Shape { public static int Count => 1; public int Zero => 0; }",
        "internal readonly struct Shape(long cents) { public decimal Value { get; init; } = cents / 100m; }",
        "internal readonly struct Shape(int a) { public int A => a; public int Twice => a * 2; }",
        "internal sealed class Shape { private readonly string? _a; public Shape(string a) => _a = a; public string A => _a ?? \"\"; }",
        "internal sealed record Shape { private readonly int _a; public int A { get => _a; init => _a = value; } }",
        "internal sealed record Shape(int A, string B) { private const int One = 1; private static readonly int Two = 2; public int Sum => A + One + Two; }",
    ];

    [Theory]
    [InlineData("count++")]
    [InlineData("count += 2")]
    [InlineData("(count, _) = (3, 4)")]
    public void A_class_that_assigns_to_a_parameter_it_keeps_can_be_changed_in_place(string assignment)
    {
        var declaration = $"internal sealed class Shape(int count) {{ public int Count => count; public void Change() => {assignment}; }}";
        var problem = Assert.Single(Generated.FromWrong(declaration, Operator("[State] internal partial Shape? X { get; set; }")).Problems());
        Assert.Equal("SG1010", problem.Id);
        Assert.Contains("Shape assigns to its primary constructor parameter 'count'", problem.Message, StringComparison.Ordinal);
        Generated.From(declaration, Operator("[State(Copy = true)] internal partial Shape? X { get; set; }"));
    }

    [Theory]
    [MemberData(nameof(Losing))]
    public void A_state_that_would_lose_a_field_is_refused_and_the_field_is_named(string declaration, string lost)
    {
        var problem = Assert.Single(Generated.FromWrong(declaration, Operator("[State] internal partial Shape? X { get; set; }")).Problems());
        Assert.Equal("SG1009", problem.Id);
        Assert.Contains($"Shape.{lost}: a restore cannot set '{lost}'; add a constructor parameter", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Losing))]
    public void A_key_that_would_lose_a_field_is_refused_and_the_field_is_named(string declaration, string lost)
    {
        var problem = Assert.Single(Generated.FromWrong(declaration, Operator("[State] internal partial MapState<Shape, int> X { get; }")).Problems());
        Assert.Equal("SG1013", problem.Id);
        Assert.Contains($"a restore cannot set '{lost}'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constructor_whose_arguments_no_member_keeps_is_refused() =>
        Assert.Equal("SG1009", Assert.Single(Generated.FromWrong(
            "internal readonly struct Shape { public Shape(int value) => Console.Write(value); public int Zero => 0; }",
            Operator("[State] internal partial Shape X { get; set; }")).Problems()).Id);

    [Theory]
    [MemberData(nameof(Keeping))]
    public void Types_whose_fields_are_all_written_or_that_have_none_are_correct(string declaration) =>
        Generated.From(declaration, Operator("[State] internal partial Shape? X { get; set; } [State] internal partial MapState<Shape, Shape> Y { get; }"));

    [Fact]
    public Task A_record_without_members_passes_through_a_restore() => Generated.From("internal sealed record Nothing;", Operator("""
        [State] internal partial Nothing? X { get; set; }
        [State] internal partial ListState<Nothing> Y { get; }
        [State] internal partial MapState<Nothing, int> Z { get; }
        """), """
        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                host.Do(1, op => op.X = new());
                host.Do(1, op => { op.Y.Add(new()); return null; });
                host.Do(1, op => op.Z[new()] = 3);
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(1, op => op.X == new Nothing() && op.Y.Single() == new Nothing() && op.Z[new()] == 3));
                Expect.Equal("True", host.Do(2, op => op.X is null));
            }
        }
        """).RunScenarioAsync();

    private static string Operator(string members) => $$"""
        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            {{members}}
        }
        """;
}
