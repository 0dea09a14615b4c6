using System.Text.RegularExpressions;

namespace StateGen.Generators.Tests.Documents;

/// <summary>docs/semantics.md promises only what a test holds.</summary>
public partial class SemanticsTests
{
    private const int LeastStatements = 35;

    private static readonly string[] Statements = [.. Statement.Matches(RepositoryFile.Read("docs/semantics.md").Text).Select(match => match.Value)];

    [Fact]
    public void Every_statement_names_a_test()
    {
        Assert.InRange(Statements.Length, LeastStatements, int.MaxValue);
        Assert.All(Statements, statement => Assert.Matches(TestName, statement));
    }

    [Fact]
    public void Every_named_test_exists_and_runs_on_every_backend()
    {
        var backends = ((string[])["OnMemory.cs", "OnPlainMemory.cs", "OnRocksDb.cs"])
            .Select(file => RepositoryFile.Read($"tests/StateGen.Conformance.Tests/{file}").Text).ToArray();
        var suites = RepositoryFile.Find("tests/StateGen.Conformance.Tests", "*Tests.cs").ToDictionary(file => Path.GetFileNameWithoutExtension(file.Path));
        var names = TestName.Matches(RepositoryFile.Read("docs/semantics.md").Text);
        Assert.NotEmpty(names);
        Assert.All(names, name =>
        {
            var (suite, test) = (name.Groups["suite"].Value, name.Groups["test"].Value);
            Assert.Matches($@"public (async )?(Task|void) {test}\(", suites[suite].Text);
            Assert.All(backends, backend => Assert.Contains($" : {suite}(new ", backend, StringComparison.Ordinal));
        });
    }

    [GeneratedRegex(@"^- (.|\n(?!\n|-|#))*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Statement { get; }

    [GeneratedRegex(@"`(?<suite>\w+Tests)\.(?<test>\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex TestName { get; }
}
