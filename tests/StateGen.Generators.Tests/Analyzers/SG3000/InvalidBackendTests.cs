namespace StateGen.Generators.Tests.Analyzers.SG3000;

public sealed class InvalidBackendTests() : RuleTests("SG3007")
{
    [Fact]
    public Task A_type_that_is_no_backend_is_reported() => VerifyOperatorAsync("[|string|]");

    [Fact]
    public Task An_array_is_reported() => VerifyOperatorAsync("[|int[]|]");

    [Fact]
    public Task Options_of_a_backend_are_reported() => VerifyOperatorAsync("[|StateGen.RocksDb.RocksDbOptions|]");

    [Fact]
    public Task A_generic_type_without_arguments_is_reported() => VerifyOperatorAsync("[|List<>|]");

    [Fact]
    public Task The_interface_itself_is_reported() => VerifyOperatorAsync("[|StateGen.Backends.IStateBackend|]");

    [Fact]
    public Task A_file_local_backend_is_reported() => VerifyOperatorAsync("[|Mine|]", "file " + Mine);

    [Fact]
    public Task The_backend_of_an_assembly_is_reported() => VerifyAsync("[assembly: StateBackend(typeof([|string|]))]");

    [Fact]
    public Task A_qualified_attribute_is_reported() => VerifyAsync("[assembly: StateGen.StateBackendAttribute(typeof([|string|]))]");

    [Fact]
    public Task An_attribute_behind_an_alias_is_reported() => VerifyAsync("""
        using Framework = StateGen;

        [assembly: Framework::StateBackend(typeof([|string|]))]
        """);

    [Fact]
    public Task A_backend_in_memory_is_correct() => VerifyOperatorAsync("MemoryBackend");

    [Fact]
    public Task A_backend_on_disk_is_correct() => VerifyOperatorAsync("StateGen.RocksDb.RocksDbBackend");

    [Fact]
    public Task A_backend_of_the_user_is_correct() => VerifyOperatorAsync("Mine", "internal " + Mine);

    [Fact]
    public Task A_backend_that_the_operator_hides_is_correct() => VerifyAsync($$"""
        [Operator("sample", Backend = typeof(Mine))]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();

            internal {{Mine}}
        }
        """.Replace("typeof(Mine)", "typeof(Sample.Mine)", StringComparison.Ordinal));

    [Fact]
    public Task The_backend_of_an_assembly_is_correct() => VerifyAsync("[assembly: StateBackend(typeof(MemoryBackend))]");

    [Fact]
    public Task A_type_that_does_not_exist_is_left_to_the_compiler() => VerifyOperatorAsync("{|CS0246:Missing|}");

    [Fact]
    public Task An_attribute_from_elsewhere_is_correct() => VerifyAsync("""
        namespace Mine
        {
            [AttributeUsage(AttributeTargets.Class)]
            internal sealed class StateBackendAttribute(Type type) : Attribute
            {
                public Type Type { get; } = type;
            }

            [Mine.StateBackend(typeof(string))]
            internal sealed class Plain;
        }
        """);

    private const string Mine = """
        sealed class Mine : StateGen.Backends.IStateBackend
        {
            public string Name => "mine";

            public void Validate()
            {
            }

            public StateGen.Backends.StateStore Open(StateGen.Backends.StateStoreOptions options) => MemoryBackend.Default.Open(options);
        }
        """;

    private Task VerifyOperatorAsync(string backend, string moreTypes = "") => VerifyAsync($$"""
        [Operator("sample", Backend = typeof({{backend}}))]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State] private partial int Count { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => context.Emit(Count += value);
        }

        {{moreTypes}}
        """);
}
