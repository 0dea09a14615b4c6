using Microsoft.CodeAnalysis;
using StateGen.Generators.Tests.Harness;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>Code that is being typed is malformed most of the time: neither the generator nor an analyzer may throw over it.</summary>
public class MalformedCodeTests
{
    private const int VariantsOfSeed = 25;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Nothing_throws_over_code_with_tokens_missing(int seed)
    {
        var random = new Random(seed);
        for (var variant = 0; variant < VariantsOfSeed; variant++)
            await AnalyzedCode.AnalyzeAsync(DropTokens(random));
    }

    private static string DropTokens(Random random)
    {
        var files = CorrectOperators.Files.Values.ToArray();
        var tokens = CompilationFactory.Parse(files[random.Next(files.Length)], "File.cs").GetRoot(TestContext.Current.CancellationToken).DescendantTokens().ToList();
        for (var dropped = random.Next(1, 4); dropped > 0; dropped--)
            tokens.RemoveAt(random.Next(tokens.Count));
        return string.Concat(tokens.Select(token => token.ToFullString()));
    }
}
