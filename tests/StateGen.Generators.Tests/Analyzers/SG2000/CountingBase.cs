namespace StateGen.Generators.Tests.Analyzers.SG2000;

/// <summary>A base class of operators whose members use the state that an operator gives them by overriding its properties.</summary>
internal static class CountingBase
{
    public const string Code = """
        internal abstract class Counting : KeyedOperator<string, int, int>
        {
            protected abstract int Count { get; set; }
            protected virtual int Total { get => 0; set { } }
            protected void Increment() => Count++;
            protected void IncrementTwice() { Increment(); Increment(); }
            protected void AddTotal() => Total++;
            protected void Forget() => ClearState();
            protected int Length() => Key.Length;
            protected int Later() => new Lazy<int>(() => Count).GetHashCode();
        }
        """;

    /// <summary>The names of the members that use state when they are called.</summary>
    public static TheoryData<string> UsesOfState => ["Increment", "IncrementTwice", "AddTotal", "Forget", "Length"];
}
