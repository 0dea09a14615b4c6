namespace StateGen.Benchmarks.Musts.Experiments;

/// <summary>Something that is measured several times in one process.</summary>
internal interface IExperiment
{
    /// <summary>Gets what is measured, for the reader.</summary>
    string Name { get; }

    /// <summary>Gets the share of the whole time that the experiment needs, in comparison with the others.</summary>
    int Weight { get; }

    /// <summary>Gets the memory in bytes without which the experiment is left out.</summary>
    long MemoryNeeded => 0;

    /// <summary>Yields the figures of one run after the other, by what they are of, for as long as they are asked for.</summary>
    /// <param name="outOfTime">Ends a run that takes too long.</param>
    IEnumerable<IReadOnlyDictionary<string, double>> Run(CancellationToken outOfTime);
}
