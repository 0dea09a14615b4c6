using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Types;

public class GenericOperatorTests
{
    private const string Library = """
        #pragma warning disable CS1591
        namespace Lib;

        public sealed record Stamped<T>(T Value, int Number);

        public readonly struct Latest<T> : IReducer<T>
        {
            public static T Reduce(T accumulator, T value) => value;
        }

        [Operator("dedup")]
        public sealed partial class Dedup<TKey, T> : ProbeOperator<Dedup<TKey, T>, TKey>
            where TKey : notnull
        {
            [State] public partial T? Last { get; set; }
            [State] public partial Stamped<T>? Inside { get; set; }
            [State] public partial ListState<T> All { get; }
            [State] public partial MapState<TKey, T?> ByKey { get; }
            [State] public partial ReducingState<T, Latest<T>> Latest { get; }
        }

        [Operator("folded")]
        public sealed partial class Folded<T, TReducer> : ProbeOperator<Folded<T, TReducer>, int>
            where TReducer : struct, IReducer<T>
        {
            [State] public partial ReducingState<T, TReducer> Value { get; }
        }

        [Operator("constrained")]
        public sealed partial class Constrained<TClass, TStruct> : ProbeOperator<Constrained<TClass, TStruct>, int>
            where TClass : class
            where TStruct : struct
        {
            [State] public partial TClass? Class { get; set; }
            [State] public partial TStruct Struct { get; set; }
            [State] public partial TStruct? Maybe { get; set; }
        }
        """;

    private const string Application = """
        using Lib;
        using StateGen.Backends;
        using StateGen.RocksDb;

        [assembly: GenerateCodec(typeof(Order))]

        internal sealed record Order(int Id, Customer Customer);
        [GenerateCodec] internal readonly record struct Customer(string Name);

        internal static class Scenario
        {
            private static readonly Customer Key = new("k");

            private static object? Fill(Dedup<Customer, Order> op)
            {
                op.Last = new(1, Key);
                op.Inside = new(new(2, Key), 5);
                op.All.Add(new(3, Key));
                op.ByKey[new("a")] = new(4, Key);
                op.ByKey[new("b")] = null;
                op.Latest.Add(new(5, Key));
                op.Latest.Add(new(6, Key));
                return null;
            }

            private static object? Check(Dedup<Customer, Order> op)
            {
                Expect.Equal(new Order(1, Key), op.Last);
                Expect.Equal(new Stamped<Order>(new(2, Key), 5), op.Inside);
                Expect.Equal(new Order(3, Key), op.All.Single());
                Expect.Equal(new Order(4, Key), op.ByKey[new("a")]);
                Expect.Equal(null, op.ByKey[new("b")]);
                Expect.Equal(new Order(6, Key), op.Latest.GetValueOrDefault());
                return null;
            }

            private static async Task RunOnAsync(IStateBackend backend)
            {
                using var host = await ProbeHost<Dedup<Customer, Order>, Customer>.OpenAsync(backend);
                host.Do(Key, Fill);
                host.Do(Key, Check);
                await host.RestoreAsync();
                host.Do(Key, Check);
                Expect.OperatorThrows<ArgumentNullException>(() => host.Do(Key, op => { op.All.Add(null!); return null; }));
                host.Do(Key, op => op.Clear());
                Expect.Equal(0L, host.Entries);
            }

            public static async Task RunAsync()
            {
                await RunOnAsync(MemoryBackend.Default);
                var directory = System.IO.Directory.CreateTempSubdirectory("stategen-generic-").FullName;
                await RunOnAsync(RocksDbBackend.At(directory));
                System.IO.Directory.Delete(directory, recursive: true);
            }
        }
        """;

    [Fact]
    public async Task A_generic_operator_of_a_library_keeps_the_types_of_an_application_on_both_backends()
    {
        var library = Generated.From(Library);
        await ApplicationOf(library, Application).RunScenarioAsync(library);
    }

    [Fact]
    public async Task Its_schema_has_the_real_shapes_of_the_types()
    {
        var library = Generated.From(Library);
        await ApplicationOf(library, Application.Replace("public static async Task RunAsync()", """
            public static async Task RunAsync()
            {
                using var host = await OperatorHost.OpenAsync(new Dedup<Customer, Order>(), new OperatorHostOptions());
                Expect.Equal(Schema, (await host.SnapshotAsync()).Schemas.Current.Schema.ToString());
                using var ints = await OperatorHost.OpenAsync(new Dedup<string, int>(), new OperatorHostOptions());
                Expect.Equal(IntSchema, (await ints.SnapshotAsync()).Schemas.Current.Schema.ToString());
            }

            private const string Schema = "operator dedup\n  key Customer\n  list All: Order\n  map ByKey: Customer -> Order?\n  value Inside: Lib.Stamped`1<Order>?\n  value Last: Order?\n  reducing Latest: Order\n"
                + "\nrecord Customer\n  Name: string\n\nrecord Lib.Stamped`1<Order>\n  Value: Order\n  Number: int32\n\nrecord Order\n  Id: int32\n  Customer: Customer\n";

            private const string IntSchema = "operator dedup\n  key string\n  list All: int32\n  map ByKey: string -> int32\n  value Inside: Lib.Stamped`1<int32>?\n  value Last: int32\n  reducing Latest: int32\n"
                + "\nrecord Lib.Stamped`1<int32>\n  Value: int32\n  Number: int32\n";

            public static async Task RunAllAsync()
            """, StringComparison.Ordinal)).RunScenarioAsync(library);
    }

    [Fact]
    public async Task A_reducer_may_be_a_type_parameter()
    {
        var library = Generated.From(Library);
        await ApplicationOf(library, """
            using Lib;

            internal readonly struct Sum : IReducer<int> { public static int Reduce(int accumulator, int value) => accumulator + value; }

            internal static class Scenario
            {
                public static async Task RunAsync()
                {
                    using var host = await ProbeHost<Folded<int, Sum>, int>.OpenAsync();
                    host.Do(1, op => { op.Value.Add(0); return null; });
                    await host.RestoreAsync();
                    Expect.Equal("True", host.Do(1, op => op.Value.TryGetValue(out _)));
                    host.Do(1, op => { op.Value.Add(3); op.Value.Add(4); return null; });
                    Expect.Equal("7", host.Do(1, op => op.Value.GetValueOrDefault()));
                }
            }
            """).RunScenarioAsync(library);
    }

    [Fact]
    public async Task A_type_parameter_is_null_or_default_as_its_constraints_say()
    {
        var library = Generated.From(Library);
        await ApplicationOf(library, """
            using Lib;

            internal static class Scenario
            {
                private static object? Fill(Constrained<string, DateTime> op)
                {
                    op.Class = "x";
                    op.Maybe = DateTime.UnixEpoch;
                    return null;
                }

                public static async Task RunAsync()
                {
                    using var host = await ProbeHost<Constrained<string, DateTime>, int>.OpenAsync();
                    host.Do(1, Fill);
                    await host.RestoreAsync();
                    Expect.Equal("x True True", host.Do(1, op => $"{op.Class} {op.Struct == default} {op.Maybe == DateTime.UnixEpoch}"));
                    host.Do(1, op => op.Class = null);
                    host.Do(1, op => op.Maybe = null);
                    Expect.Equal(0L, host.Entries);

                    using var dates = await ProbeHost<Dedup<int, DateTime>, int>.OpenAsync();
                    dates.Do(1, op => op.Last = DateTime.UnixEpoch);
                    await dates.RestoreAsync();
                    Expect.Equal("True", dates.Do(1, op => op.Last == DateTime.UnixEpoch));
                    dates.Do(1, op => op.Last = default);
                    Expect.Equal(0L, dates.Entries);

                    using var maybe = await ProbeHost<Dedup<int, int?>, int>.OpenAsync();
                    maybe.Do(1, op => op.Last = 0);
                    await maybe.RestoreAsync();
                    Expect.Equal("True", maybe.Do(1, op => op.Last is 0));
                    maybe.Do(1, op => op.Last = null);
                    Expect.Equal(0L, maybe.Entries);
                }
            }
            """).RunScenarioAsync(library);
    }

    [Fact]
    public async Task A_type_that_no_assembly_has_a_codec_for_is_refused_when_the_operator_is_opened()
    {
        var library = Generated.From(Library);
        await ApplicationOf(library, """
            using Lib;
            using StateGen.Serialization;

            internal sealed class Outer { internal sealed record Order<T>(T Id); }

            internal static class Scenario
            {
                private static CodecNotFoundException Refused(Func<Task> open) => Expect.Throws<CodecNotFoundException>(() => open().GetAwaiter().GetResult());

                public static Task RunAsync()
                {
                    Expect.Equal(
                        "There is no codec for Outer.Order<System.Int32>, which a generic operator keeps. Add [assembly: GenerateCodec(typeof(Outer.Order<System.Int32>))] to your program.",
                        Refused(() => ProbeHost<Dedup<int, Outer.Order<int>>, int>.OpenAsync()).Message);
                    Refused(() => ProbeHost<Dedup<Outer.Order<int>, int>, Outer.Order<int>>.OpenAsync());
                    return Task.CompletedTask;
                }
            }
            """).RunScenarioAsync(library);
    }

    [Fact]
    public async Task Types_that_state_of_the_assembly_holds_need_no_attribute()
    {
        var library = Generated.From(Library);
        await ApplicationOf(library, """
            using Lib;

            internal readonly record struct Id(int Value);
            internal sealed record Order(Id Id);

            [Operator("own")]
            internal sealed partial class Own : ProbeOperator<Own, Id>
            {
                [State] internal partial Order? Order { get; set; }
            }

            internal static class Scenario
            {
                public static async Task RunAsync()
                {
                    using var host = await ProbeHost<Dedup<Id, Order>, Id>.OpenAsync();
                    host.Do(new(1), op => op.Last = new(new(2)));
                    await host.RestoreAsync();
                    host.Do(new(1), op => { Expect.Equal(new Order(new(2)), op.Last); return null; });
                    using var nullable = await ProbeHost<Dedup<Id, Id?>, Id>.OpenAsync();
                }
            }
            """).RunScenarioAsync(library);
    }

    [Fact]
    public void A_value_state_of_a_type_parameter_that_may_be_a_reference_type_must_be_nullable()
    {
        var problem = Assert.Single(Generated.FromWrong("""
            [Operator("op")]
            internal sealed partial class Op<T> : ProbeOperator<Op<T>, int>
            {
                [State] internal partial T X { get; set; }
            }
            """).Problems());
        Assert.Equal(("SG1014", "T"), (problem.Id, problem.At));
    }

    private static Generated ApplicationOf(Generated library, string source)
    {
        var application = Generated.Run(CompilationFactory.Create([source], "App").AddReferences(library.Output.ToMetadataReference()));
        Assert.Empty(application.Errors);
        Assert.Empty(application.Problems());
        return application;
    }
}
