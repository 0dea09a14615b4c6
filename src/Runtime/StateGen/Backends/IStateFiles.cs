namespace StateGen.Backends;

/// <summary>The files of one subtask's snapshot, by the names under which the backend wrote them. Their checksums are verified already.</summary>
public interface IStateFiles
{
    /// <summary>The names, in ordinal order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Opens a file for reading from its start.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken);
}
