using StateGen.TestKit.Compiler;

namespace StateGen.Evolution.Tests;

/// <summary>The base of operators that are compiled in an old and a new form. Key n holds the n-th value of the change.</summary>
public abstract class EvolvingOperator<TSelf> : ProbeOperator<TSelf, int>
    where TSelf : EvolvingOperator<TSelf>
{
    /// <summary>Stores the value with an index.</summary>
    public virtual void Store(int index) => throw new InvalidOperationException("The new code stores nothing by itself.");

    /// <summary>Reads what the current key has.</summary>
    public abstract object? Read();

    /// <summary>Stores again what was read.</summary>
    public abstract void Rewrite();
}
