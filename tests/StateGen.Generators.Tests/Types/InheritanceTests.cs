using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Types;

public class InheritanceTests
{
    /// <summary>Declarations of a type <c>Shape</c> with the members A and B, of which at least one is inherited, and a value with A = 1 and B = "x".</summary>
    public static TheoryData<string, string> Declarations => new()
    {
        { "internal record Origin(int A); internal sealed record Shape(int A, string B) : Origin(A);", "new Shape(1, \"x\")" },
        { "internal abstract record Origin(int A); internal record Shape(int A, string B) : Origin(A);", "new Shape(1, \"x\")" },
        { "internal abstract record Origin { public required int A { get; init; } } internal sealed record Shape : Origin { public string? B { get; init; } }", "new Shape { A = 1, B = \"x\" }" },
        { "internal abstract record Origin { public abstract int A { get; init; } } internal sealed record Shape(string B) : Origin { public override int A { get; init; } }", "new Shape(\"x\") { A = 1 }" },
        { "internal record Origin { public virtual int A { get; init; } = 7; } internal sealed record Shape : Origin { public override int A { get => base.A; init => base.A = value; } public string? B { get; init; } }", "new Shape { A = 1, B = \"x\" }" },
        { "internal abstract class Far(int a) { public int A { get; } = a; } internal abstract class Near(int a) : Far(a); internal sealed class Shape(int a, string b) : Near(a) { public string B { get; } = b; }", "new Shape(1, \"x\")" },
        { "internal abstract record Far<T>(T A); internal abstract record Near<T, U>(T A, U B) : Far<T>(A); internal sealed record Shape(int A, string B) : Near<int, string>(A, B);", "new Shape(1, \"x\")" },
        { "internal abstract class Origin { private readonly int _a; protected Origin(int a) => _a = a; public int A => _a; } internal sealed class Shape : Origin { public Shape(int a, string? b) : base(a) => B = b; public string? B { get; } }", "new Shape(1, \"x\")" },
    };

    [Theory]
    [MemberData(nameof(Declarations))]
    public Task Inherited_members_pass_through_a_restore(string declarations, string value) => Generated.From(declarations, $$"""
        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial Shape? Value { get; set; }
            [State] internal partial MapState<Shape, int> Keyed { get; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                host.Do(1, op => op.Value = {{value}});
                host.Do(1, op => op.Keyed[{{value}}] = 3);
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(1, op => op.Value is { A: 1, B: "x" } && op.Keyed[{{value}}] == 3 && op.Keyed.Keys.Single() is { A: 1, B: "x" }));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task A_value_of_a_derived_type_is_refused_where_the_base_type_is_declared() => Generated.From("""
        internal record Origin(int A);
        internal sealed record Derived(int A, int B) : Origin(A);

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial Origin? Value { get; set; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                Expect.OperatorThrows<ArgumentException>(() => host.Do(1, op => op.Value = new Derived(1, 2)));
                host.Do(1, op => op.Value = new Origin(1));
            }
        }
        """).RunScenarioAsync();

    [Theory]
    [InlineData("internal abstract class Origin { private int _count; public int Next() => ++_count; } internal sealed class Shape : Origin { public int A { get; init; } }", "SG1010", "Shape._count: field '_count' is not readonly, so Shape is mutable; make it readonly, or set [State(Copy = true)]")]
    [InlineData("internal abstract class Origin { public string Id { get; } = \"\"; } internal sealed class Shape : Origin { public int A { get; init; } }", "SG1009", "Shape.Id: a restore cannot set 'Id'; add a constructor parameter with the name and type of the property that returns it, or make that property init-only")]
    [InlineData("internal abstract class Origin { public int A { get; init; } } internal sealed class Shape : Origin { public new string? A { get; init; } }", "SG1009", "Shape.A: 'A' of Origin is hidden by another member with the same name; rename one of them")]
    [InlineData("internal sealed class Shape : Exception { public int A { get; init; } }", "SG1009", "Shape: Shape derives from Exception, which is not a supported type; store its parts in a record of your own")]
    [InlineData("internal abstract record Shape(int A);", "SG1009", "Shape: Shape is abstract; declare its possible types with [UnionCase]")]
    public void What_a_base_type_would_lose_is_refused_and_named(string declarations, string id, string reason)
    {
        var problem = Assert.Single(Generated.FromWrong(declarations, Refusals.Operator("[State] internal partial Shape? X { get; set; }")).Problems());
        Assert.Equal((id, $"State 'X' cannot hold {reason}"), (problem.Id, problem.Message));
    }
}
