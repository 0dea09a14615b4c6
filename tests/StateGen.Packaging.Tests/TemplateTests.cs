namespace StateGen.Packaging.Tests;

/// <summary>What somebody meets who installs the templates and knows nothing else.</summary>
[Trait("Category", "Slow")]
public sealed class TemplateTests(TemplateUser user) : IClassFixture<TemplateUser>
{
    private const string Rows = """
        2026-03-02,ann,3,14.10,tea
        2026-03-02,bob,1,3.20,coffee
        2026-03-02,cleo,1,4.50,tea
        2026-03-03,bob,2,7.70,coffee
        2026-03-03,cleo,2,9.60,cake
        2026-03-04,ann,1,3.20,coffee
        """;

    [Fact]
    public async Task A_new_application_builds_without_a_warning_prints_results_and_passes_its_tests()
    {
        await user.SucceedAsync("", "new", "stategen-app", "--name", "Shop");

        var build = await user.SucceedAsync("Shop", "build", "-warnaserror");
        var run = await user.SucceedAsync("Shop", "run", "--no-build", "--project", "src/Shop");
        var test = await user.SucceedAsync("Shop", "test", "--no-build");

        Assert.Empty(build.Problems);
        Assert.Equal(Rows, run.Output.Trim());
        Assert.Contains("Passed:     3", test.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_on_RocksDb_prints_the_same_results_also_when_it_is_run_again()
    {
        await user.SucceedAsync("", "new", "stategen-app", "--name", "DiskShop", "--backend", "rocksdb");

        var first = await user.SucceedAsync("DiskShop", "run", "--project", "src/DiskShop");
        var second = await user.SucceedAsync("DiskShop", "run", "--no-build", "--project", "src/DiskShop");

        Assert.Equal((Rows, Rows), (first.Output.Trim(), second.Output.Trim()));
        Assert.True(Directory.Exists(user.PathOf("DiskShop/out/state")), "No state on disk.");
    }

    [Fact]
    public async Task Mistakes_are_reported_by_id_and_the_command_line_fixes_what_has_a_fix()
    {
        const string project = "1-wrong-shop/src/1-wrong-shop";
        await user.SucceedAsync("", "new", "stategen-app", "--name", "1-wrong-shop");
        // As in a project that no template has made: its name, which is no identifier, is its root namespace.
        await user.EditAsync(project + "/1-wrong-shop.csproj", "    <RootNamespace>_1_wrong_shop</RootNamespace>\n", "");
        await user.SucceedAsync("1-wrong-shop", "restore");
        await user.SucceedAsync(project, "new", "stategen-operator", "--name", "2nd-PageVisits");
        await user.WriteAsync(project + "/Clicks.cs", Clicks("private partial List<string>? Pages { get; set; }", "Pages?.Count ?? 0"));

        var wrong = await user.RunAsync(project, "build", "--no-restore");
        await user.WriteAsync(project + "/Clicks.cs", Clicks("private partial ListState<string> Pages { get; }", "Pages.Count()"));
        var unfixed = await user.RunAsync(project, "build", "--no-restore");
        // The second run records what a fix of the first one has added.
        await user.SucceedAsync(project, "format", "analyzers", "--no-restore");
        await user.SucceedAsync(project, "format", "analyzers", "--no-restore");
        var built = await user.SucceedAsync(project, "build", "--no-restore", "-warnaserror");

        Assert.Equal((1, "SG1010 SG2001 SG4002"), (wrong.ExitCode, string.Join(' ', wrong.Problems)));
        Assert.Equal((0, "SG2001 SG4002"), (unfixed.ExitCode, string.Join(' ', unfixed.Problems)));
        Assert.Empty(built.Problems);
        Assert.Contains("namespace _1_wrong_shop;", await user.ReadAsync(project + "/2nd-PageVisits.cs"), StringComparison.Ordinal);
        Assert.Contains("[State] private partial long Total { get; set; }", await user.ReadAsync(project + "/Clicks.cs"), StringComparison.Ordinal);
        Assert.Contains(
            "operator clicks\n  key string\n  list Pages: string\n  value Total: int64\n", await user.ReadAsync(project + "/StateSchema.Unshipped.txt"), StringComparison.Ordinal);
    }

    private static string Clicks(string pages, string count) => $$"""
        using StateGen;

        namespace _1_wrong_shop;

        [Operator("clicks")]
        public sealed partial class Clicks : KeyedOperator<string, string, long>
        {
            private long _total;

            [State] {{pages}}

            protected override void OnEvent(string page, OperatorContext<long> context) => context.Emit(++_total + ({{count}}));
        }
        """;
}
