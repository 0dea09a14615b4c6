using StateGen.Generators.Tests.Types;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

/// <summary>Where the compiler reports an error, too, the generator says what it has to and nothing more.</summary>
public class CompilerErrorTests
{
    [Theory]
    [InlineData("[Operator(\"op\")] internal sealed class Op : ProbeOperator<Op, int> { [State] internal partial int X { get; set; } }", "SG1001", "Op")]
    [InlineData("internal class Outer { [Operator(\"op\")] internal sealed partial class Op : ProbeOperator<Op, int> { [State] internal partial int X { get; set; } } }", "SG1001", "Outer")]
    [InlineData("[Operator(\"op\")] file sealed partial class Op : ProbeOperator<Op, int> { [State] internal partial int X { get; set; } }", "SG1015", "Op")]
    [InlineData("file sealed record Local(int A); [Operator(\"op\")] internal sealed partial class Op : ProbeOperator<Op, int> { [State] private partial Local? X { get; set; } }", "SG1015", "Local?")]
    [InlineData("file sealed record Local(int A); [Operator(\"op\")] internal sealed partial class Op : ProbeOperator<Op, int> { [State] private partial MapState<int, Local> X { get; } }", "SG1015", "MapState<int, Local>")]
    [InlineData("[Operator(\"op\")] internal sealed partial class Op : ProbeOperator<Op, int> { [State] internal partial int X { get; set; } = 5; }", "SG1012", "= 5")]
    [InlineData("[Operator(\"op\")] internal sealed partial class Op { [State] internal partial int X { get; set; } protected override void OnEvent(int value, OperatorContext<int> context) { } }", "SG1002", "Op")]
    [InlineData("internal class Op { [State] internal partial int X { get; set; } }", "SG1006", "X")]
    [InlineData("file partial class Op { [State] internal partial int X { get; set; } }", "SG1006", "X")]
    [InlineData("internal class Op { [Ttl(Days = 1)] internal partial int X { get; set; } }", "SG1011", "Ttl(Days = 1)")]
    public void Where_an_error_of_the_compiler_would_keep_analyzers_silent_the_generator_reports(string source, string id, string at)
    {
        var generated = Generated.FromWrong(source);
        var problem = Assert.Single(generated.Problems());
        Assert.Equal((id, at), (problem.Id, problem.At));
        Assert.Equal(id, Assert.Single(generated.Reported).Id);
        Assert.NotEmpty(generated.DeclarationErrors);
    }

    [Fact]
    public void Types_that_the_compiler_does_not_know_are_left_to_it()
    {
        var generated = Generated.FromWrong(Refusals.Operator("[State] internal partial Missing? X { get; set; } [State] internal partial ListState<Missing> Y { get; }"));
        Assert.Empty(generated.Problems());
        Assert.All(generated.Errors, diagnostic => Assert.Equal("CS0246", diagnostic.Id));
    }

    [Theory]
    [InlineData("ReducingState<long, int>", "CS0315")]
    [InlineData("ReducingState<long, Sum>", "CS0315")]
    [InlineData("ReducingState<int, Box>", "CS0453")]
    [InlineData("ReducingState<int, IReducer<int>>", "CS0453")]
    [InlineData("AggregatingState<int, int, int, Sum>", "CS0315")]
    [InlineData("WindowState<int, int, int, Sum>", "CS0315")]
    [InlineData("SessionWindowState<int, int, int, Maximum>", "CS0315")]
    public void A_reducer_that_does_not_fit_is_left_to_the_compiler(string type, string error)
    {
        var generated = Generated.FromWrong(Refusals.Operator($"[State] internal partial {type} X {{ get; }}"), """
            internal readonly struct Sum : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }
            internal readonly struct Maximum : IAggregator<int, int, int>
            {
                public static int CreateAccumulator() => 0;
                public static int Add(int accumulator, int value) => accumulator > value ? accumulator : value;
                public static int GetResult(int accumulator) => accumulator;
            }
            internal sealed class Box : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }
            """);
        Assert.Empty(generated.Problems());
        Assert.Contains(generated.Errors, diagnostic => diagnostic.Id == error);
        Assert.All(generated.Errors, diagnostic => Assert.Contains(diagnostic.Id, new[] { error, "CS8920" }));
    }

    [Fact]
    public void The_attribute_on_two_declarations_does_not_break_the_generator()
    {
        var generated = Generated.FromWrong(
            "[Operator(\"op\")] internal sealed partial class Op : ProbeOperator<Op, int> { [State] internal partial int X { get; set; } }",
            "[Operator(\"op\")] internal sealed partial class Op;");
        Assert.Equal("CS0579", Assert.Single(generated.Errors).Id);
    }

    [Fact]
    public void Two_properties_of_one_name_do_not_break_the_generator()
    {
        var generated = Generated.FromWrong(Refusals.Operator("[State] internal partial int X { get; set; } [State] internal partial int X { get; set; }"));
        Assert.DoesNotContain(generated.Errors, diagnostic => diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Operators_of_one_name_in_a_class_and_a_struct_of_one_name_do_not_break_the_generator()
    {
        const string members = "{ [Operator(\"op\")] internal sealed partial class Op : ProbeOperator<Op, int> { [State] internal partial int X { get; set; } } }";
        var generated = Generated.FromWrong($"internal partial class Outer {members}", $"internal partial struct Outer {members}");
        Assert.Contains("CS0261", generated.Errors.Select(error => error.Id));
        Assert.DoesNotContain("CS8785", generated.Errors.Select(error => error.Id));
        Assert.Single(generated.Files);
    }

    [Fact]
    public void Two_stray_properties_of_one_name_do_not_break_the_generator()
    {
        var generated = Generated.FromWrong("internal partial class Stray { [State] internal partial int X { get; set; } [State] internal partial int X { get; set; } }");
        Assert.DoesNotContain(generated.Errors, diagnostic => diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true);
        Assert.Contains("SG1006", generated.Problems().Select(problem => problem.Id));
    }
}
