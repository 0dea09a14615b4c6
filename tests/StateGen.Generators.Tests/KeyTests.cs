using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

public class KeyTests
{
    [Theory]
    [MemberData(nameof(ValueTypeTests.Scalars), MemberType = typeof(ValueTypeTests))]
    public Task Every_scalar_is_a_key_and_a_map_key_also_as_nullable_member(string type, string value, string schemaName)
    {
        Assert.NotEmpty(schemaName);
        var key = value == "double.NaN" ? "-1.5" : value;
        return Generated.From($$"""
            internal readonly record struct Composite({{type}} Member, {{type}}? Maybe, string Text);

            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, Composite>
            {
                [State] internal partial int Value { get; set; }
                [State] internal partial MapState<{{type}}, int> Map { get; }
            }

            internal static class Scenario
            {
                public static async Task RunAsync()
                {
                    using var host = await ProbeHost<Op, Composite>.OpenAsync();
                    var key = {{key}};
                    host.Do(new(key, key, "x"), op => op.Value = 1);
                    host.Do(new(key, null, "x"), op => op.Value = 2);
                    host.Do(new(key, null, "x"), op => op.Map[key] = 3);
                    await host.RestoreAsync();
                    Expect.Equal("1", host.Do(new(key, key, "x"), op => op.Value));
                    Expect.Equal("2", host.Do(new(key, null, "x"), op => op.Value));
                    Expect.Equal("0", host.Do(new(key, null, "y"), op => op.Value));
                    Expect.Equal("3", host.Do(new(key, null, "x"), op => op.Map[key]));
                    Expect.Equal("True", host.Do(new(key, null, "x"), op => op.CurrentKey.Member == key && op.Map.Keys.Single() == key));
                }
            }
            """).RunScenarioAsync();
    }

    [Fact]
    public Task Keys_are_handed_back_in_normal_form() => Generated.From("""
        internal sealed record Price(decimal Amount, DateTimeOffset At) { public float Level { get; init; } }

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, Price>
        {
            [State] internal partial int Count { get; set; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, Price>.OpenAsync();
                var at = new DateTimeOffset(2001, 1, 1, 2, 0, 0, TimeSpan.FromHours(2));
                Expect.Equal("1", host.Do(new(1.00m, at) { Level = -0f }, op => ++op.Count));
                Expect.Equal("2", host.Do(new(1.0m, at.ToUniversalTime()), op => ++op.Count));
                Expect.Equal("1", host.Do(new(1.00m, at), op => op.CurrentKey.Amount));
                Expect.Equal(TimeSpan.Zero.ToString(), host.Do(new(1.00m, at), op => op.CurrentKey.At.Offset));
                Expect.Equal(1L, host.Entries);
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task Keys_without_a_normal_form_are_refused_and_null_members_are_named() => Generated.From("""
        internal sealed record Person(string Name, string? Title, DateTime Born);

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, Person>
        {
            [State] internal partial int Count { get; set; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, Person>.OpenAsync();
                Expect.Equal("Person.Name", Expect.Throws<ArgumentNullException>(() => host.Do(new(null!, null, DateTime.UnixEpoch), op => null)).ParamName);
                Expect.Throws<StateGen.Keys.KeyFormatException>(() => host.Do(new("", null, DateTime.Now), op => null));
                Expect.Throws<StateGen.Keys.KeyFormatException>(() => host.Do(new("\ud800", null, DateTime.UnixEpoch), op => null));
                Expect.Throws<ArgumentNullException>(() => host.Do(null!, op => null));
                Expect.Equal("1", host.Do(new("", null, DateTime.UnixEpoch), op => ++op.Count));
                Expect.Equal("1", host.Do(new("", "", DateTime.UnixEpoch), op => ++op.Count));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task A_type_can_be_key_and_value_at_once_and_names_that_look_alike_do_not_clash() => Generated.From("""
        namespace Shop
        {
            internal sealed record Order(int Id);
            internal sealed record OrderKey(int Id);
            internal sealed record OrderValue(int Id);
        }

        namespace Shop.Order_
        {
            internal sealed record Key(int Id);
        }

        namespace Shop_Order
        {
            internal sealed record Key(int Id);
        }

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, Shop.Order>
        {
            [State] internal partial Shop.Order? A { get; set; }
            [State] internal partial Shop.OrderKey? B { get; set; }
            [State] internal partial MapState<Shop.OrderKey, Shop.OrderValue> C { get; }
            [State] internal partial MapState<Shop.OrderValue, Shop.Order_.Key> D { get; }
            [State] internal partial MapState<Shop_Order.Key, Shop_Order.Key> E { get; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, Shop.Order>.OpenAsync();
                host.Do(new(1), op => op.A = new(2));
                host.Do(new(1), op => op.C[new(3)] = new(4));
                host.Do(new(1), op => op.D[new(4)] = new(5));
                host.Do(new(1), op => op.E[new(6)] = new(7));
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(new(1), op => op.A!.Id == 2 && op.C[new(3)].Id == 4 && op.D[new(4)].Id == 5 && op.E[new(6)].Id == 7));
            }
        }
        """).RunScenarioAsync();
}
