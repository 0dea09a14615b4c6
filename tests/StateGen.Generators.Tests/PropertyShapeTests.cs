using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

public class PropertyShapeTests
{
    [Fact]
    public void Accessibility_and_modifiers_are_kept() => Generated.From("""
        /// <summary>Base.</summary>
        public abstract class Base : ProbeOperator<Op, int>
        {
            /// <summary>Overridden.</summary>
            public virtual long Overridden { get; set; }
            /// <summary>Hidden.</summary>
            public long Hidden { get; set; }
            /// <summary>Abstract.</summary>
            public abstract long Abstract { get; set; }
        }

        /// <summary>Operator.</summary>
        [Operator("op")]
        public partial class Op : Base
        {
            [State] partial long Implicit { get; set; }
            [State] private partial long Private { get; set; }
            [State] private protected partial long PrivateProtected { get; set; }
            /// <summary>Documented by the user.</summary>
            [State] protected internal partial long ProtectedInternal { get; set; }
            /// <summary>Documented by the user.</summary>
            [State] public partial long PrivateSetter { get; private set; }
            /// <summary>Documented by the user.</summary>
            [State] public partial long ProtectedGetter { protected get; set; }
            /// <summary>Documented by the user.</summary>
            [State] public override partial long Overridden { get; set; }
            /// <summary>Documented by the user.</summary>
            [State] public sealed override partial long Abstract { get; set; }
            /// <summary>Documented by the user.</summary>
            [State] public new partial long Hidden { get; set; }
            /// <summary>Documented by the user.</summary>
            [State] public virtual partial long Virtual { get; set; }
            [State] internal partial MapState<string, long> Map { get; }

            /// <summary>Uses all.</summary>
            public long Sum() => Implicit + Private + PrivateProtected + ProtectedInternal + Map.Count;
        }
        """);

    [Fact]
    public void Required_state_keeps_its_modifier() => Generated.From("""
        [Operator("op")]
        internal partial class Op : KeyedOperator<int, int, int>
        {
            [State] internal required partial long Count { get; set; }
            protected override void OnEvent(int value, OperatorContext<int> context) => Count += value;
        }
        """);

    [Fact]
    public Task Keywords_are_names_like_others() => Generated.From("""
        namespace @namespace.@if
        {
            internal sealed record @class(int @int, string @string) { public bool @bool { get; init; } }

            [Operator("op")]
            internal sealed partial class @event : ProbeOperator<@event, @class>
            {
                [State] internal partial long @long { get; set; }
                [State, Ttl(Days = 1)] internal partial @class? value { get; set; }
                [State] internal partial ListState<@class> @in { get; }
                [State] internal partial long field { get; set; }
                [State] internal partial long store { get; set; }
                [State] internal partial long currentKey { get; set; }
                [State] internal partial long row { get; set; }
            }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<@namespace.@if.@event, @namespace.@if.@class>.OpenAsync();
                var value = new @namespace.@if.@class(1, "x") { @bool = true };
                host.Do(value, op => op.value = value);
                host.Do(value, op => op.field = 3);
                host.Do(value, op => { op.@in.Add(value); return null; });
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(value, op => op.value == value && op.field == 3 && op.@in.Single() == value));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task Names_of_the_user_that_look_like_generated_ones_do_not_clash() => Generated.From("""
        internal sealed record Row(int Value);
        internal sealed record RowCodec(int Value);

        internal abstract class Below : ProbeOperator<Op, int>
        {
            protected int __clock;
        }

        [Operator("op")]
        internal sealed partial class Op : Below
        {
            private readonly int __row = 1;
            private readonly int __schema = 1;
            private static int __LoadRow() => 1;
            private struct __Row { }

            [State, Ttl(Days = 1)] internal partial Row? Row { get; set; }
            [State] internal partial RowCodec? RowCodec { get; set; }
            [State] internal partial ListState<int> rows { get; }
            [State] internal partial ListState<int> Rows { get; }

            internal int Use() => __row + __schema + __LoadRow() + __clock++ + new __Row().GetHashCode();
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                host.Do(1, op => op.Row = new(1));
                host.Do(1, op => { op.rows.Add(2); return null; });
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(1, op => op.Row == new Row(1) && op.rows.Single() == 2 && op.Rows.IsEmpty));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task An_operator_without_state_or_with_collections_alone_works() => Generated.From("""
        [Operator("none")]
        internal sealed partial class None : ProbeOperator<None, int>;

        [Operator("lists")]
        internal sealed partial class Lists : ProbeOperator<Lists, int>
        {
            [State] internal partial ListState<int> List { get; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var none = await ProbeHost<None, int>.OpenAsync();
                Expect.Equal("nothing", none.Do(1, op => op.Clear()));
                using var lists = await ProbeHost<Lists, int>.OpenAsync();
                lists.Do(1, op => { op.List.Add(1); return null; });
                Expect.Equal(1L, lists.Entries);
                lists.Do(1, op => op.Clear());
                Expect.Equal(0L, lists.Entries);
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public void Code_without_nullable_annotations_compiles() => Generated.From("""
        #nullable disable
        internal sealed record Old(string Text);

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, string>
        {
            [State] internal partial string Text { get; set; }
            [State] internal partial Old Old { get; set; }
            [State] internal partial MapState<string, Old> Map { get; }
            [State] internal partial ListState<string> List { get; }
        }
        """);

    [Fact]
    public void Obsolete_types_give_no_warning_in_generated_code() => Generated.From("""
        #pragma warning disable CS0612, CS0618
        [Obsolete] internal sealed record Old(int Value);

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, Old>
        {
            [State] internal partial Old? Value { get; set; }
        }
        """);

    [Fact]
    public void Public_types_of_the_user_need_no_documentation_of_generated_members() => Generated.From("""
        /// <summary>Key.</summary>
        /// <param name="Name">Name.</param>
        public readonly record struct Key(string Name);

        /// <summary>Operator.</summary>
        [Operator("op")]
        public partial class Op : ProbeOperator<Op, Key>
        {
            /// <summary>Count.</summary>
            [State] public partial long Count { get; set; }

            /// <summary>Map.</summary>
            [State] protected partial MapState<Key, long> Map { get; }
        }
        """);
}
