using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StateGen.Generators.Incremental;
using StateGen.Generators.Parsing.Symbols;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

/// <summary>Which edits make the generator parse operators again.</summary>
public class ParseCacheTests
{
    private const string First = """
        namespace Shop;
        [Operator("first")]
        internal sealed partial class First : ProbeOperator<First, int>
        {
            [State] internal partial long Count { get; set; }
            internal string Describe() { return "nothing"; }
        }
        """;

    private const string Second = """
        namespace Shop;
        [Operator("second")] internal sealed partial class Second : ProbeOperator<Second, int>;
        internal class Plain { internal int Field = 1; internal string Describe() => "nothing"; internal string Name { get => "nothing"; } }
        internal class Capturing(int value) { internal string Describe() => "nothing" + value; }
        internal partial class Part { internal string Describe() => "nothing"; }
        internal partial class Part(int value) { internal int Value => value; }
        """;

    [Theory]
    [InlineData("File0.cs", "return \"nothing\"", "return \"something\"", 1)] // The operators of the edited file only.
    [InlineData("File0.cs", "return \"nothing\";", "var missing = Describe(", 1)]
    [InlineData("File0.cs", "Count", "Total", 2)]
    [InlineData("File0.cs", "return", "\n#pragma warning disable\nreturn", 2)] // Directives may concern what follows.
    [InlineData("File1.cs", "Describe() => \"nothing\"; internal string Name", "Describe() => \"something\"; internal string Name", 1)]
    [InlineData("File1.cs", "// comment", "// another", 1)]
    [InlineData("File1.cs", "Field = 1", "Field = 2", 2)]
    [InlineData("File1.cs", "get => \"nothing\"", "get => \"something\"", 2)] // What an accessor returns decides what is written.
    [InlineData("File1.cs", "\"nothing\" + value", "\"something\" + value", 2)] // A body that may capture a parameter.
    [InlineData("File1.cs", "class Part { internal string Describe() => \"nothing\"", "class Part { internal string Describe() => \"\" + value", 2)]
    [InlineData(CompilationFactory.UnrelatedFile, "Unrelated;", "Unrelated { internal static void Main() { } }", 2)]
    [InlineData(CompilationFactory.UnrelatedFile, "Unrelated;", "Unrelated; // comment", 0)]
    public void An_edit_parses_what_it_may_change(string path, string old, string edited, int parsed)
    {
        var before = CompilationFactory.Create([First, Second + "// comment"]);
        var counting = new CountingGenerator();
        var driver = CSharpGeneratorDriver.Create([counting.AsSourceGenerator()], parseOptions: CompilationFactory.ParseOptions).RunGenerators(before, TestContext.Current.CancellationToken);
        Assert.Equal(2, counting.Parsed);
        var after = CompilationFactory.Edit(before, path, text => text.Replace(old, edited, StringComparison.Ordinal));
        Assert.NotEqual(before.SyntaxTrees.Select(tree => tree.ToString()), after.SyntaxTrees.Select(tree => tree.ToString()));
        driver.RunGenerators(after, TestContext.Current.CancellationToken);
        Assert.Equal(2 + parsed, counting.Parsed);
    }

    [Fact]
    public void What_must_not_be_kept_is_parsed_again()
    {
        var compilation = CompilationFactory.Create([First, Second]);
        var counting = new CountingGenerator { MayKeep = false };
        var driver = CSharpGeneratorDriver.Create([counting.AsSourceGenerator()], parseOptions: CompilationFactory.ParseOptions).RunGenerators(compilation, TestContext.Current.CancellationToken);
        driver.RunGenerators(CompilationFactory.Edit(compilation, CompilationFactory.UnrelatedFile, text => text + "// comment"), TestContext.Current.CancellationToken);
        Assert.Equal(4, counting.Parsed);
    }

    private sealed class CountingGenerator : IIncrementalGenerator
    {
        public int Parsed { get; private set; }

        public bool MayKeep { get; init; } = true;

        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            var found = context.SyntaxProvider.ForAttributeWithMetadataName(
                KnownTypes.OperatorAttribute, (_, _) => true, (operators, cancellationToken) => ParseCache<string>.GetOrParse(operators, Parse, _ => MayKeep, cancellationToken));
            context.RegisterSourceOutput(found, (_, _) => { });
        }

        private string Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
        {
            Parsed++;
            return context.TargetSymbol.Name;
        }
    }
}
