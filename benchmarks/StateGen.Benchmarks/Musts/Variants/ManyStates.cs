namespace StateGen.Benchmarks.Musts.Variants;

/// <summary>An operator with one state of 8 bytes.</summary>
[Operator("one-state")]
internal sealed partial class OneState : KeyedOperator<long, long, long>
{
    [State] private partial long A { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context) => A += value;
}

/// <summary>An operator with two states of 8 bytes.</summary>
[Operator("two-states")]
internal sealed partial class TwoStates : KeyedOperator<long, long, long>
{
    [State] private partial long A { get; set; }
    [State] private partial long B { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        A += value;
        B += value;
    }
}

/// <summary>An operator with four states of 8 bytes.</summary>
[Operator("four-states")]
internal sealed partial class FourStates : KeyedOperator<long, long, long>
{
    [State] private partial long A { get; set; }
    [State] private partial long B { get; set; }
    [State] private partial long C { get; set; }
    [State] private partial long D { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        A += value;
        B += value;
        C += value;
        D += value;
    }
}

/// <summary>An operator with eight states of 8 bytes.</summary>
[Operator("eight-states")]
internal sealed partial class EightStates : KeyedOperator<long, long, long>
{
    [State] private partial long A { get; set; }
    [State] private partial long B { get; set; }
    [State] private partial long C { get; set; }
    [State] private partial long D { get; set; }
    [State] private partial long E { get; set; }
    [State] private partial long F { get; set; }
    [State] private partial long G { get; set; }
    [State] private partial long H { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        A += value;
        B += value;
        C += value;
        D += value;
        E += value;
        F += value;
        G += value;
        H += value;
    }
}

/// <summary>An operator with sixteen states of 8 bytes.</summary>
[Operator("sixteen-states")]
internal sealed partial class SixteenStates : KeyedOperator<long, long, long>
{
    [State] private partial long A { get; set; }
    [State] private partial long B { get; set; }
    [State] private partial long C { get; set; }
    [State] private partial long D { get; set; }
    [State] private partial long E { get; set; }
    [State] private partial long F { get; set; }
    [State] private partial long G { get; set; }
    [State] private partial long H { get; set; }
    [State] private partial long I { get; set; }
    [State] private partial long J { get; set; }
    [State] private partial long K { get; set; }
    [State] private partial long L { get; set; }
    [State] private partial long M { get; set; }
    [State] private partial long N { get; set; }
    [State] private partial long O { get; set; }
    [State] private partial long P { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        A += value;
        B += value;
        C += value;
        D += value;
        E += value;
        F += value;
        G += value;
        H += value;
        I += value;
        J += value;
        K += value;
        L += value;
        M += value;
        N += value;
        O += value;
        P += value;
    }
}
