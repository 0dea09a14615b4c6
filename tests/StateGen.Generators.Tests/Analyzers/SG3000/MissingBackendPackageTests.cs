using Microsoft.CodeAnalysis.CSharp;

namespace StateGen.Generators.Tests.Analyzers.SG3000;

public sealed class MissingBackendPackageTests() : RuleTests("SG3005")
{
    private const string Mine = """

        internal static class RocksDbBackend
        {
            public static StateGen.Backends.IStateBackend At(string directory) => directory.Length == 0 ? throw new ArgumentException(directory) : MemoryBackend.Default;
        }
        """;

    private bool _isReferenced;

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
    public Task The_message_names_the_package() => VerifyAsync(
        "internal static class Job { public static object Backend => {|CS0103:[|RocksDbBackend|]|}.At(\"state\"); }", [],
        "'RocksDbBackend' is in the package StateGen.RocksDb, which the project does not reference; add it with: dotnet add package StateGen.RocksDb");

    [Fact]
    public Task Nothing_is_reported_where_only_the_using_is_missing()
    {
        _isReferenced = true;
        return VerifyMemberAsync("public static object Configure() => {|CS0103:RocksDbBackend|}.At(\"state\");");
    }

    [Fact]
    public Task A_backend_whose_package_is_referenced_is_correct()
    {
        _isReferenced = true;
        return VerifyMemberAsync("public static object Configure() => StateGen.RocksDb.RocksDbBackend.At(\"state\");");
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
    public Task A_property_of_the_name_is_correct() => VerifyMemberAsync("""
        private static MemoryBackend RocksDbBackend => MemoryBackend.Default;

            public static PipelineOptions Configure() => new() { JobId = nameof(RocksDbBackend), Backend = RocksDbBackend };
        """);

    [Fact]
    public Task An_alias_of_the_name_is_correct() => VerifyFilesAsync("""
        using RocksDbBackend = StateGen.MemoryBackend;

        internal static class Job
        {
            public static PipelineOptions Configure() => new() { JobId = "job", Backend = RocksDbBackend.Default };
        }
        """);

    [Fact]
    public Task The_name_of_an_element_of_a_tuple_is_correct() => VerifyMemberAsync("""
        public static (MemoryBackend RocksDbBackend, int Count) Configure() => (RocksDbBackend: MemoryBackend.Default, Count: 1);
        """);

    [Fact]
    public Task A_member_that_is_found_at_run_time_is_correct() => VerifyMemberAsync("""
        public static object? Configure(dynamic settings) => settings.RocksDbBackend ?? settings?.RocksDbOptions;
        """);

    [Fact]
    public Task Another_unknown_name_is_left_to_the_compiler() => VerifyMemberAsync("public static object Configure() => {|CS0103:OtherBackend|}.Default;");

    private protected override CSharpCompilation Compile(params ReadOnlySpan<string> files) => _isReferenced ? AnalyzedCode.Compile(files) : AnalyzedCode.CompileWithoutRocksDb(files);

    private Task VerifyMemberAsync(string member, string moreTypes = "") => VerifyAsync($$"""
        internal static class Job
        {
            {{member}}
        }{{moreTypes}}
        """);
}
