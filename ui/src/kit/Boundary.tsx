import { Component, type ReactNode } from "react";

interface BoundaryProps {
  children: ReactNode;
  /** Drawn instead when the children fail to draw. */
  fallback: (detail: string, again: () => void) => ReactNode;
}

/** Keeps a failure to draw within the pane where it happened. React has no function for this yet, hence the class. */
export class Boundary extends Component<BoundaryProps, { detail: string | null }> {
  override state = { detail: null };

  static getDerivedStateFromError(error: unknown): { detail: string } {
    return { detail: error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ""}` : String(error) };
  }

  override render(): ReactNode {
    const { detail } = this.state;
    return detail === null ? this.props.children : this.props.fallback(detail, () => { this.setState({ detail: null }); });
  }
}
