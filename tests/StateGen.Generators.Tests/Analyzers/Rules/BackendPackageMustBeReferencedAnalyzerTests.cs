using Microsoft.CodeAnalysis.CSharp;

namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class BackendPackageMustBeReferencedAnalyzerTests() : RuleTests("SG3005")
{
    private const string Mine = """


        internal static class RocksDbBackend
        {
            public static StateGen.Backends.IStateBackend At(string directory) => directory.Length == 0 ? throw new ArgumentException(directory) : MemoryBackend.Default;
        }
        """;

    [Fact]
    public Task The_backend_of_a_pipeline_is_reported() => VerifyMemberAsync("""
        public static PipelineOptions Configure() => new() { JobId = "job", Backend = {|CS0103:[|RocksDbBackend|]|}.At("state") };
        """);

    [Fact]
    public Task The_backend_of_a_host_is_reported() => VerifyMemberAsync("""
        public static OperatorHostOptions Configure() => new() { Backend = {|CS0103:[|RocksDbBackend|]|}.At("state") };
        """);

    [Fact]
    public Task Options_of_the_backend_are_reported() => VerifyMemberAsync("""
        public static object Configure() => new {|CS0246:[|RocksDbOptions|]|}();
        """);

    [Fact]
    public Task The_type_of_a_variable_is_reported() => VerifyMemberAsync("""
        public static void Configure()
            {
                {|CS0246:[|RocksDbBackend|]|}? backend = null;
                _ = backend;
            }
        """);

    [Fact]
    public Task A_qualified_name_is_reported() => VerifyMemberAsync("""
        public static PipelineOptions Configure() => new() { JobId = "job", Backend = {|CS0234:StateGen.RocksDb|}.[|RocksDbBackend|].At("state") };
        """);

    [Fact]
    public Task Every_place_is_reported() => VerifyMemberAsync("""
        public static PipelineOptions Configure(bool large) => new() { JobId = "job", Backend = large ? {|CS0103:[|RocksDbBackend|]|}.At("large") : {|CS0103:[|RocksDbBackend|]|}.At("small") };
        """);

    [Fact]
    public async Task The_message_names_the_package()
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync(Compile("internal static class Job { public static object Backend => RocksDbBackend.At(\"state\"); }"), []);
        Assert.Equal(
            "'RocksDbBackend' is in the package StateGen.RocksDb, which the project does not reference; add it: dotnet add package StateGen.RocksDb",
            Assert.Single(analyzed.InEditor, diagnostic => diagnostic.Id == RuleId).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Nothing_is_reported_where_only_the_using_is_missing()
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync("internal static class Job { public static object Backend => RocksDbBackend.At(\"state\"); }");
        Assert.Equal("CS0103", Assert.Single(analyzed.InEditor).Id);
    }

    [Fact]
    public async Task A_backend_whose_package_is_referenced_is_correct()
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync("internal static class Job { public static object Backend => StateGen.RocksDb.RocksDbBackend.At(\"state\"); }");
        Assert.Empty(analyzed.InEditor);
    }

    [Fact]
    public Task Memory_is_correct() => VerifyMemberAsync("""public static PipelineOptions Configure() => new() { JobId = "job", Backend = MemoryBackend.Default };""");

    [Fact]
    public Task A_type_of_the_user_is_correct() => VerifyMemberAsync("""public static PipelineOptions Configure() => new() { JobId = "job", Backend = RocksDbBackend.At("state") };""", Mine);

    [Fact]
    public Task A_variable_of_the_name_is_correct() => VerifyMemberAsync("""
        public static object Configure(MemoryBackend RocksDbBackend) => RocksDbBackend;
        """);

    [Fact]
    public Task Another_unknown_name_is_left_to_the_compiler() => VerifyMemberAsync("public static object Configure() => {|CS0103:OtherBackend|}.Default;");

    private protected override CSharpCompilation Compile(string code) => AnalyzedCode.CompileWithoutRocksDb(code);

    private Task VerifyMemberAsync(string member, string moreTypes = "") => VerifyAsync($$"""
        internal static class Job
        {
            {{member}}
        }{{moreTypes}}
        """);
}
