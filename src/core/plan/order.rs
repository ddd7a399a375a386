//! The order of steps: petgraph holds the dependencies, ties go to the smallest number.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use petgraph::Direction;
use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::unordered_step::{DraftEdge, Strength};

/// Puts `count` nodes into an order in which every edge points forward. Returns the order and the edges that hold.
///
/// Preferences inside a strongly connected component (a foreign-key cycle) are given up; requirements never are:
/// `None` if requirements alone form a cycle.
pub(super) fn order(count: usize, edges: Vec<DraftEdge>) -> Option<(Vec<usize>, Vec<DraftEdge>)> {
    let kept = without_cycles(count, edges);
    let graph = graph(count, &kept);
    let mut waiting: BTreeMap<NodeIndex, usize> = graph
        .node_indices()
        .map(|node| (node, graph.edges_directed(node, Direction::Incoming).count()))
        .collect();
    let mut ready: BinaryHeap<Reverse<NodeIndex>> = waiting
        .iter()
        .filter(|(_, before)| **before == 0)
        .map(|(node, _)| Reverse(*node))
        .collect();
    let mut sorted = Vec::with_capacity(count);
    // Kahn's algorithm, the smallest ready node first: the same plan whatever the input order.
    while let Some(Reverse(node)) = ready.pop() {
        sorted.push(node.index());
        for edge in graph.edges(node) {
            if let Some(before) = waiting.get_mut(&edge.target()) {
                *before -= 1;
                if *before == 0 {
                    ready.push(Reverse(edge.target()));
                }
            }
        }
    }
    (sorted.len() == count).then_some((sorted, kept))
}

fn without_cycles(count: usize, edges: Vec<DraftEdge>) -> Vec<DraftEdge> {
    let mut component = vec![0; count];
    for (number, members) in tarjan_scc(&graph(count, &edges)).iter().enumerate() {
        for node in members {
            if let Some(slot) = component.get_mut(node.index()) {
                *slot = number;
            }
        }
    }
    let together = |edge: &DraftEdge| component.get(edge.before) == component.get(edge.after);
    edges
        .into_iter()
        .filter(|edge| edge.strength == Strength::Required || !together(edge))
        .collect()
}

fn graph(count: usize, edges: &[DraftEdge]) -> DiGraph<(), ()> {
    let mut graph = DiGraph::with_capacity(count, edges.len());
    for _ in 0..count {
        graph.add_node(());
    }
    for edge in edges.iter().filter(|edge| edge.before < count && edge.after < count) {
        graph.add_edge(NodeIndex::new(edge.before), NodeIndex::new(edge.after), ());
    }
    graph
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    fn edge(before: usize, after: usize, strength: Strength) -> DraftEdge {
        DraftEdge::new(before, after, strength, "")
    }

    #[test]
    fn ties_go_to_the_smallest_number() {
        assert_eq!(order(3, vec![edge(2, 0, Strength::Required)]).unwrap().0, [1, 2, 0]);
    }

    #[test]
    fn preferences_in_a_cycle_are_given_up_and_no_others() {
        let edges = vec![
            edge(0, 1, Strength::Preferred),
            edge(1, 0, Strength::Preferred),
            edge(2, 1, Strength::Preferred),
        ];
        let (sorted, kept) = order(3, edges).unwrap();
        assert_eq!(sorted, [0, 2, 1]);
        assert_eq!(kept.len(), 1);
    }

    #[test]
    fn a_preference_against_a_requirement_loses() {
        let edges = vec![edge(0, 1, Strength::Preferred), edge(1, 0, Strength::Required)];
        assert_eq!(order(2, edges).unwrap().0, [1, 0]);
    }

    #[test]
    fn requirements_in_a_cycle_have_no_order() {
        assert!(order(2, vec![edge(0, 1, Strength::Required), edge(1, 0, Strength::Required)]).is_none());
        assert!(order(1, vec![edge(0, 0, Strength::Required)]).is_none());
    }
}
