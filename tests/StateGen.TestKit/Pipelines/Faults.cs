namespace StateGen.TestKit.Pipelines;

/// <summary>Throws at chosen passes of chosen places, once each. Thread-safe.</summary>
internal sealed class Faults
{
    private readonly Dictionary<string, int> _passes = [];
    private readonly HashSet<(string Place, int Pass)> _planned = [];
    private readonly Lock _gate = new();

    public int Thrown { get; private set; }

    /// <summary>Has a pass of a place throw, counted from 1.</summary>
    public Faults At(string place, int pass)
    {
        _planned.Add((place, pass));
        return this;
    }

    public void Pass(string place)
    {
        lock (_gate)
        {
            var pass = _passes[place] = _passes.GetValueOrDefault(place) + 1;
            if (!_planned.Remove((place, pass)))
                return;
            Thrown++;
            throw new InjectedFailureException($"Injected at pass {pass} of '{place}'.");
        }
    }
}

internal sealed class InjectedFailureException(string message) : Exception(message);
