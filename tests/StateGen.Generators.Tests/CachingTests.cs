using Microsoft.CodeAnalysis;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

public class CachingTests
{
    private const string Shapes = """
        namespace Shop;
        internal sealed record Order(int Id, Customer Customer);
        internal readonly record struct Customer(string Name);
        """;

    private const string First = """
        namespace Shop;
        [Operator("first")]
        internal sealed partial class First : ProbeOperator<First, Customer>
        {
            [State] internal partial Order? Order { get; set; }
            [State] internal partial long Count { get; set; }
        }
        """;

    private const string Second = """
        namespace Shop;
        [Operator("second")]
        internal sealed partial class Second : ProbeOperator<Second, Customer>
        {
            [State] internal partial MapState<Customer, Order> Orders { get; }
        }
        """;

    // Every kind of result, so that every step has something to do.
    private const string Wrong = """
        [Operator("wrong")] internal sealed class Wrong : ProbeOperator<Wrong, int> { [State] internal partial int X { get; set; } }
        [GenerateCodec] internal enum Requested { Yes }
        internal class NotPartial { [State] internal partial int X { get; set; } [Ttl(Days = 1)] internal partial int Y { get; set; } [OperatorState] internal partial OperatorListState<int> Z { get; } }
        internal partial class Partial { [State] internal partial int X { get; set; } [Ttl(Days = 1)] internal partial int Y { get; set; } [OperatorState] internal partial OperatorListState<int> Z { get; } }
        """;

    [Fact]
    public void An_edit_of_one_operator_emits_exactly_one_file() =>
        Assert.Equal(1, CountEmittedAfter("File1.cs", text => text.Replace("Count", "Total", StringComparison.Ordinal)));

    [Fact]
    public void A_comment_in_an_operator_emits_nothing() =>
        Assert.Equal(0, CountEmittedAfter("File1.cs", text => "// A comment that moves everything.\n" + text.Replace("[State]", "/* state */ [State]", StringComparison.Ordinal)));

    [Fact]
    public void A_new_method_in_an_operator_emits_nothing() =>
        Assert.Equal(0, CountEmittedAfter("File1.cs", text => text.Replace("[State] internal partial Order?", "internal void Nothing() { } [State] internal partial Order?", StringComparison.Ordinal)));

    [Fact]
    public void Another_order_of_the_states_emits_nothing() =>
        Assert.Equal(0, CountEmittedAfter("File1.cs", text => text
            .Replace("partial Order? Order", "partial #", StringComparison.Ordinal)
            .Replace("partial long Count", "partial Order? Order", StringComparison.Ordinal)
            .Replace("partial #", "partial long Count", StringComparison.Ordinal)));

    [Fact]
    public void An_edit_of_a_type_emits_what_contains_it() =>
        Assert.Equal(5, CountEmittedAfter("File0.cs", text => text.Replace("string Name", "string Name, int Age", StringComparison.Ordinal)));

    [Fact]
    public void Every_step_has_a_name()
    {
        var run = Generated.FromWrong(Shapes, First, Second, Wrong).Result.Results.Single();
        var named = run.TrackedSteps.Keys.Where(name => TrackingNameList.All.Contains(name));
        Assert.Equal(TrackingNameList.All.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        foreach (var output in run.TrackedOutputSteps.SelectMany(steps => steps.Value))
            AssertNamed(output.Inputs.Select(input => input.Source));
    }

    [Fact]
    public void The_same_sources_give_the_same_files_in_any_order_of_files()
    {
        var forwards = Generated.From(Shapes, First, Second).Files;
        var backwards = Generated.From(Second, First, Shapes).Files;
        Assert.Equal(forwards.OrderBy(file => file.Key, StringComparer.Ordinal), backwards.OrderBy(file => file.Key, StringComparer.Ordinal));
    }

    // Steps of the driver itself have names of their own; only what precedes an attribute's look-up is nameless.
    private static void AssertNamed(IEnumerable<IncrementalGeneratorRunStep> steps)
    {
        foreach (var step in steps)
        {
            Assert.False(string.IsNullOrEmpty(step.Name));
            if (!TrackingNames.ParseSteps.Contains(step.Name))
                AssertNamed(step.Inputs.Select(input => input.Source));
        }
    }

    private static int CountEmittedAfter(string path, Func<string, string> edit)
    {
        var input = CompilationFactory.Create([Shapes, First, Second]);
        var driver = Generated.CreateDriver().RunGenerators(input);
        var edited = CompilationFactory.Edit(input, path, edit);
        Assert.NotEqual(input.SyntaxTrees.Single(tree => tree.FilePath == path).ToString(), edited.SyntaxTrees.Single(tree => tree.FilePath == path).ToString());
        return Caching.CountEmitted(driver.RunGenerators(edited).GetRunResult());
    }
}
