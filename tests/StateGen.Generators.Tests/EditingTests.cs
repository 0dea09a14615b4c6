using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StateGen.Generators.Tests.Analyzers;
using StateGen.Generators.Tests.Harness;
using StateGen.Tests;

namespace StateGen.Generators.Tests;

/// <summary>What the generator writes after an edit must be what it writes for the edited code anew, whatever it remembers of the code before.</summary>
public class EditingTests
{
    private const int EditsOfSeed = 60;
    private const int FilesOfProject = 6;

    private const string Operator = """
        namespace Shop;
        [Operator(Names.Id)]
        internal sealed partial class Totals : ProbeOperator<Totals, int>
        {
            [State] internal partial Order? Last { get; set; }
            internal string Describe() { return "nothing"; }
            internal int Measure() => 1;
        }
        """;

    private const string Order = """
        namespace Shop;
        internal sealed partial class Order(int id)
        {
            public int Id => id;
            public Order Next() { return new Order(1); }
            public void Reset() { }
        }
        internal sealed class Limit { public Limit(int most) { Most = most; } public int Most { get; } public int Twice() => 2 * Most; }
        internal static class Names { public const string Id = "totals"; public static void Print() { } }
        """;

    private const string Wrong = """
        namespace Shop;
        internal class Elsewhere { void Before() { } [State] internal partial int X { get; set; } }
        """;

    [Theory]
    [InlineData("File0.cs", "\"nothing\"", "\"something\"")] // A body.
    [InlineData("File0.cs", "=> 1;", "=> 22;")]
    [InlineData("File0.cs", "Order? Last", "Limit? Last")] // A declaration.
    [InlineData("File0.cs", "{ return \"nothing\"; }", "{ return \"nothing\";")] // A body that is not complete.
    [InlineData("File0.cs", "return \"nothing\";", "\n#nullable disable\nreturn \"nothing\";")]
    [InlineData("File1.cs", "public void Reset() { }", "public void Reset() { id++; }")] // A captured parameter is changed, so it is state that would be lost.
    [InlineData("File1.cs", "Most = most;", "Most = 2 * most;")] // A constructor.
    [InlineData("File1.cs", "\"totals\"", "\"sums\"")] // A constant.
    [InlineData("File1.cs", "internal static class Names", "internal sealed class State : System.Attribute; internal static class Names")] // A name that hides another.
    [InlineData("File1.cs", "public int Id => id;", "public int Id => id; public int More { get; set; }")]
    [InlineData("File2.cs", "void Before() { }", "void Before() { \n\n }")] // What stands above a problem.
    [InlineData("Unrelated.cs", "internal static class Unrelated;", "namespace Shop { internal class OperatorAttribute(string id) : System.Attribute; }")]
    public void An_edit_gives_what_the_edited_code_gives(string path, string old, string edited)
    {
        var before = CompilationFactory.Create([Operator, Order, Wrong]);
        var driver = Generated.CreateDriver().RunGenerators(before, TestContext.Current.CancellationToken);
        var after = CompilationFactory.Edit(before, path, text => text.Replace(old, edited, StringComparison.Ordinal));
        Assert.NotEqual(Describe(before), Describe(after));
        AssertSame(driver.RunGenerators(after, TestContext.Current.CancellationToken), after);
    }

    [Fact]
    public void Other_options_and_references_give_what_they_give_anew()
    {
        var before = CompilationFactory.Create([Operator, Order, Wrong]);
        var driver = Generated.CreateDriver().RunGenerators(before, TestContext.Current.CancellationToken);
        var oblivious = before.WithOptions(before.Options.WithNullableContextOptions(NullableContextOptions.Disable));
        AssertSame(driver.RunGenerators(oblivious, TestContext.Current.CancellationToken), oblivious);
        var alone = before.WithReferences();
        AssertSame(driver.RunGenerators(alone, TestContext.Current.CancellationToken), alone);
        var renamed = before.WithAssemblyName("Other");
        AssertSame(driver.RunGenerators(renamed, TestContext.Current.CancellationToken), renamed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_edits_give_what_the_edited_code_gives(int seed)
    {
        var random = new Random(seed);
        string[] samples = [.. CorrectOperators.Files.Values, Operator, Order, Wrong];
        random.Shuffle(samples); // None twice: the compiler orders parts of one class by the file that was edited last, and the first base of several wins.
        var compilation = CompilationFactory.Create(samples[..FilesOfProject]);
        var driver = Generated.CreateDriver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        for (var edits = 0; edits < TestScale.Of(EditsOfSeed); edits++)
        {
            var file = random.Next(FilesOfProject);
            compilation = CompilationFactory.Edit(compilation, $"File{file}.cs", text => random.Next(3) == 0 ? samples[file] : MalformedText.DropTokens(random, text));
            driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
            AssertSame(driver, compilation);
        }
    }

    // A driver and trees of its own: neither remembers anything.
    private static void AssertSame(GeneratorDriver driver, CSharpCompilation compilation)
    {
        var anew = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Select(tree => CompilationFactory.Parse(tree.ToString(), tree.FilePath)));
        Assert.Equal(Describe(Generated.CreateDriver().RunGenerators(anew, TestContext.Current.CancellationToken)), Describe(driver));
    }

    private static IEnumerable<string> Describe(GeneratorDriver driver)
    {
        var result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return [.. result.GeneratedSources.Select(source => $"{source.HintName}\n{source.SourceText}").Concat(result.Diagnostics.Select(diagnostic => diagnostic.ToString())).Order(StringComparer.Ordinal)];
    }

    private static string Describe(Compilation compilation) => string.Join("\n", compilation.SyntaxTrees.Select(tree => tree.ToString()));
}
