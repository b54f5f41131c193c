//! Scenarios that turn the switches of our own servers: what no real server can be made to do on demand.

mod agents;
mod assistant;
mod docs_faults;
mod files;
mod model_faults;
mod peers;
mod sign_in;
